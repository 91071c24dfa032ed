import type { DemoFacts } from './facts';

const LABEL = 14;
const BACK = 'Start over: npm run demo -- --reset';

/** What the first start prints, and `--info` again. */
export function wholeText(facts: DemoFacts): string {
  const { database, key, data, links, people, apps } = facts;
  const migrations = counted(database.migrations, 'migration');
  const numbers = [
    counted(data.people, 'person', 'people'),
    counted(data.apps, 'app'),
    counted(data.scopes, 'scope'),
    counted(data.projects, 'project'),
  ].join(' · ');
  return block([
    heading(facts),
    `database  ${database.path}   ${migrations} applied`,
    key &&
      `key       ${key.alg}  kid ${key.kid}   ${facts.first_start ? 'made now' : `since ${key.created_at.slice(0, 10)}`}`,
    `data      ${numbers}`,
    '',
    labelled('Start page', [links.start]),
    labelled('Apps & API', [links.apps]),
    labelled('Admin', [links.admin]),
    links.docs && labelled('API docs', [`${links.docs}   (OpenAPI: /openapi.json)`]),
    links.playground && labelled('Playground', [links.playground]),
    links.mail && labelled('Mails', [links.mail]),
    labelled('Discovery', [links.discovery]),
    labelled('Keys', [links.keys]),
    '',
    labelled('People', aligned(people.map(personRow))),
    labelled('Apps', aligned(apps.map(appRow))),
    '',
    'Paste this:',
    indented(facts.paste),
    '',
    'Sign in as Ada and allow demo-spa:',
    indented(facts.sign_in.url),
    'Then, with the code from the address bar in the place of CODE:',
    indented(facts.sign_in.exchange),
    '',
    facts.first_start ? `Stop with Ctrl+C. ${BACK}` : `Start: npm run demo. ${BACK}`,
  ]);
}

/** What later starts print. */
export function shortText(facts: DemoFacts): string {
  const ada = facts.people[0]!;
  return block([
    heading(facts),
    labelled('Start page', [facts.links.start]),
    labelled('Sign in', [`${ada.email} / ${ada.password}      everything else: npm run demo -- --info`]),
    `Stop with Ctrl+C. ${BACK}`,
  ]);
}

const heading = ({ name, version }: DemoFacts): string => `${name} ${version}   demo, this machine only`;

const personRow = ({ email, password, role, status }: DemoFacts['people'][number]): string[] => [
  `${email} / ${password}`,
  status === 'active' ? role : 'disabled, to see the error',
];

function appRow({
  client_id,
  client_secret,
  redirect_uri,
  scopes,
  note,
}: DemoFacts['apps'][number]): string[] {
  const secret = client_secret === null ? 'no secret, PKCE' : `secret ${client_secret}`;
  const rest =
    redirect_uri === null ? `${note}, ${scopes.join(' ')}` : [redirect_uri, note ?? ''].join('   ').trim();
  return [client_id, secret, rest];
}

/** Cells below one another; the last one of a row is as long as it likes. */
function aligned(rows: readonly string[][]): string[] {
  const width = (index: number) =>
    Math.max(...rows.filter((row) => index < row.length - 1).map((row) => row[index]!.length));
  return rows.map((row) =>
    row.map((cell, index) => (index < row.length - 1 ? cell.padEnd(width(index)) : cell)).join('   '),
  );
}

const labelled = (label: string, lines: readonly string[]): string =>
  lines.map((line, index) => (index === 0 ? label : '').padEnd(LABEL) + line).join('\n');

const indented = (text: string): string => text.replace(/^/gm, '  ');

/** Two blanks before every line that says something; absent lines are left out. */
const block = (lines: readonly (string | null)[]): string =>
  `\n${lines
    .filter((line) => line !== null)
    .join('\n')
    .replace(/^(?=.)/gm, '  ')}\n`;

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

import { FirstAdmin } from '../../src/accounts/application/first-admin';
import { EmailChanges } from '../../src/accounts/application/email-changes';
import { Invitations } from '../../src/accounts/application/invitations';
import { PasswordResets } from '../../src/accounts/application/password-resets';
import { SignUps } from '../../src/accounts/application/sign-ups';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { Database } from '../../src/database/database';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { Background } from '../../src/shared/application/background';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { Browser, type Page } from '../support/browser';
import { formsOf, untied, type WholeForm } from '../support/forms';
import { latestLink, pathOf } from '../support/mailbox';
import { addClient, authorizePath, obtainTokens, PASSWORD } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const NEXT = 'a much better pass phrase';
const APP = 'Board';
/** Nobody may be called so, and no address looks so; as markup it would stand out. */
const NONSENSE = '\u0007 "><b>\'&amp;';

/** What forms change, without what every visit does. */
const KEPT = [
  'SELECT id, email, name, locale, role, status, password_hash FROM grantor_users',
  'SELECT user_id FROM grantor_sessions',
  'SELECT id, name, redirect_uris, grant_types, scopes, status, version FROM grantor_clients',
  'SELECT * FROM grantor_client_secrets',
  'SELECT user_id, scopes FROM grantor_consents',
  'SELECT id, revoked_at FROM grantor_authorizations',
  'SELECT * FROM grantor_personal_access_tokens',
  'SELECT name, description, version FROM grantor_scopes',
  // Who asks for a mail again gets another link; using any of them ends the others.
  'SELECT DISTINCT purpose, subject FROM grantor_one_time_links WHERE ended_at IS NULL',
];

const WRITTEN = /^(?:text|email|textarea)$/;
const TYPED = /^(?:text|email|textarea|password)$/;

/** A form, and the kinds of pages on the way to it. */
interface Way {
  form: WholeForm;
  kinds: string[];
}

interface Found {
  browser: Browser;
  form: WholeForm;
}

describe('every form that people see', () => {
  let server: TestServer;
  /** The value of somebody's token. */
  let known: string;

  beforeAll(async () => {
    server = await startServer({ env: { SIGNUP: 'open' } });
    const { user } = await somebody(server);
    const made = await server
      .get(PersonalAccessTokens)
      .create(user, { name: 'ci', scopes: [], expiresInDays: 30 });
    known = made.value;
  });

  afterAll(() => server.close());

  /** Some forms do their work after the answer: what is kept then is what counts. */
  async function kept(): Promise<string[]> {
    await server.get(Background).settled();
    const { manager } = server.get(Database);
    const rows: string[] = [];
    for (const query of KEPT) {
      const found = (await manager.query(query)) as object[];
      rows.push(...found.map((row) => `${query}: ${JSON.stringify(row)}`));
    }
    return rows.sort();
  }

  async function send({ browser, form }: Found, pairs: [name: string, value: string][]): Promise<Page> {
    const body = new URLSearchParams(pairs).toString();
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(server.url + form.action, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        ...{ Accept: 'text/html', Cookie: cookie, Origin: server.url },
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body,
    });
    const { status, headers } = answer;
    return { url: form.action, status, headers, body: await answer.text(), leadsTo: headers.get('location') };
  }

  const asItStands = ({ fields }: WholeForm) =>
    fields.filter(({ sent }) => sent).map(({ name, value }): [string, string] => [name, value]);

  function filled({ action, fields, id }: WholeForm): [string, string][] {
    const names: Record<string, string> = { 'scope-form': 'read:reports' };
    const words: Record<string, string> = {
      name: names[id] ?? (action.endsWith('/delete') ? APP : 'Ada Lovelace'),
      description: 'Read reports',
      email: id === 'sign-in' ? 'ada@example.com' : nobody(),
      password: id === 'reset' ? NEXT : PASSWORD,
      current_password: PASSWORD,
      new_password: NEXT,
      token: known,
      redirect_uris: 'https://else.example/callback',
    };
    const pairs = fields
      .filter(({ sent }) => sent)
      .map(({ name, type, value }): [string, string] => [
        name,
        type === 'hidden' ? value : (words[name] ?? value),
      ]);
    return id === 'consent' ? [...pairs, ['decision', 'allow']] : pairs;
  }

  /** What somebody may type who does not care; the rest stays. */
  function mistyped({ fields }: WholeForm, words: string): [string, string][] {
    const typed = fields.map(({ name, type, value, sent }): [string, string] | null => {
      if (TYPED.test(type) && name !== 'username') return [name, words];
      return sent ? [name, value] : null;
    });
    return typed.filter((pair) => pair !== null);
  }

  /** What is wrong with how the form answers to these words in every field. */
  async function faultsWith(found: Found, words: string): Promise<string[]> {
    const { form } = found;
    const typed = mistyped(form, words);
    const page = await send(found, typed);
    const { status } = page;
    if (status >= 500) return [`${status} for ${JSON.stringify(words)}`];
    const isOf = (types: RegExp, name: string) =>
      form.fields.some((field) => field.name === name && types.test(field.type));
    const takesText = form.fields.some(({ type }) => TYPED.test(type));
    if (!takesText || (words === '' && status < 400)) return [];
    if (status < 400) return [`${status}: it takes nonsense`];
    const again = formsOf(page).find(({ action, id }) => action === form.action && id === form.id);
    if (!again) return ['it is not shown again'];
    const told = again.fields.filter(({ type, value }) => type === 'password' && value !== '');
    const gone = typed.filter(
      ([name, value]) =>
        isOf(WRITTEN, name) && !again.fields.some((field) => field.name === name && field.value === value),
    );
    return [
      ...untied(page),
      ...told.map(({ name }) => `${name} is told`),
      ...gone.map(([name]) => `what was typed as ${name} is gone`),
    ];
  }

  /** What is wrong with how the form is refused, taken twice, or corrected. */
  async function faultsOf(what: string, find: () => Promise<Found>): Promise<string[]> {
    const faults: string[] = [];
    const found = await find();
    const before = await kept();
    const withoutToken = asItStands(found.form).filter(([name]) => name !== 'csrf');
    for (const pairs of [withoutToken, [...withoutToken, ['csrf', 'x']]] as [string, string][][]) {
      const { status } = await send(found, pairs);
      if (status !== 403) faults.push(`${status} without its token`);
    }
    expect([what, await kept()]).toEqual([what, before]);

    for (const words of [NONSENSE, '']) faults.push(...(await faultsWith(found, words)));

    const fresh = await find();
    const good = filled(fresh.form);
    const first = await send(fresh, good);
    if (first.status >= 400) faults.push(`${first.status} when it is right`);
    const after = await kept();
    const second = await send(fresh, good);
    if (second.status >= 500) faults.push(`${second.status} when it is sent twice`);
    const now = await kept();
    if (now.length !== after.length) faults.push(`sent twice, ${after.length} rows become ${now.length}`);
    faults.push(...now.filter((row) => !after.includes(row)).map((row) => `sent twice, it adds ${row}`));
    faults.push(...after.filter((row) => !now.includes(row)).map((row) => `sent twice, it ends ${row}`));
    return faults.map((fault) => `${what}: ${fault}`);
  }

  /** Somebody with one of everything. */
  async function household(): Promise<Browser> {
    const ada = await somebody(server, 'admin');
    const registration = server.get(ClientRegistration);
    await obtainTokens(server, await addClient(server), ada);
    const web = { name: APP, type: 'web', redirectUris: ['https://a.example/cb'] } as const;
    const { client } = await registration.register(
      { ...web, ownerId: ada.user.id, redirectUris: ['https://a.example/cb'] },
      SYSTEM,
    );
    await server.get(PersonalAccessTokens).create(ada.user, { name: 'ci', scopes: [], expiresInDays: 30 });
    await browserOf(server, ada);
    const browser = await browserOf(server, ada);
    const form = formsOf(await browser.get(`/settings/apps/${client.id}/secrets/new`)).at(-1)!;
    await browser.post(form.action, { ...Object.fromEntries(asItStands(form)), overlap: '86400' });
    return browser;
  }

  /** Ids, also of keys, and names of scopes. */
  const ID = /(?<=\/)(?:[\w-]{16,}|\d{4}-\d\d-\d\d(?:-\w+)?|\w+%3A\w+)/g;
  const shapeOf = ({ action, id }: WholeForm) => `${action.replace(ID, '…')} ${id}`;

  /** Every form that can be reached by links, the first of each kind; or one of that kind, by the way that leads there. */
  async function reach(browser: Browser, wanted?: [shape: string, way: Way]): Promise<Map<string, Way>> {
    const forms = new Map<string, Way>();
    const isOnTheWay = (kind: string) => wanted === undefined || wanted[1].kinds.includes(kind);
    const begin = ['/settings/profile', '/admin/clients'].filter(isOnTheWay);
    const paths = new Map(begin.map((path) => [path, { path, kinds: [path] }]));
    for (const { path, kinds } of paths.values()) {
      const page = await browser.open(path);
      for (const form of formsOf(page))
        if (!forms.has(shapeOf(form))) forms.set(shapeOf(form), { form, kinds });
      if (wanted !== undefined && forms.has(wanted[0])) break;
      for (const [, link] of page.body.matchAll(/href="(\/(?:settings|admin)[^"#?]*(?:\?type=\w+)?)[#"]/g)) {
        const kind = link!.replace(ID, '…');
        if (!paths.has(kind) && isOnTheWay(kind)) paths.set(kind, { path: link!, kinds: [...kinds, kind] });
      }
    }
    return forms;
  }

  const ask = async (path: string): Promise<Found> => {
    const browser = new Browser(server.url);
    return { browser, form: formsOf(await browser.get(path)).at(-1)! };
  };
  let people = 0;
  const nobody = () => `nobody${people++}@example.com`;

  const ACCOUNT: [name: string, find: () => Promise<Found>][] = [
    ['setup', async () => ask(pathOf(await server.get(FirstAdmin).offer()))],
    ['forgot', () => ask('/forgot')],
    [
      'reset',
      async () => {
        const { user } = await somebody(server);
        return ask(pathOf(await server.get(PasswordResets).issue(user, SYSTEM, { sendMail: false })));
      },
    ],
    [
      'invite',
      async () => {
        const guest = { email: nobody(), name: 'Guest' };
        const { link } = await server.get(Invitations).invite(guest, SYSTEM, { sendMail: false });
        return ask(pathOf(link));
      },
    ],
    ['signup', () => ask('/signup')],
    [
      'signup/confirm',
      async () => {
        const request = { email: nobody(), name: 'New', password: PASSWORD };
        await server.get(SignUps).request(request);
        return ask(await latestLink(server, request.email));
      },
    ],
    [
      'verify',
      async () => {
        const [email, { user }] = [nobody(), await somebody(server)];
        await server.get(EmailChanges).request(user, email);
        return ask(await latestLink(server, email));
      },
    ],
    [
      'consent',
      async () => {
        const browser = await browserOf(server, await somebody(server));
        const path = authorizePath(await addClient(server), { scope: 'read:projects' });
        const form = formsOf(await browser.open(path)).find(({ id }) => id === 'consent')!;
        return { browser, form };
      },
    ],
  ];

  it.each(ACCOUNT)('%s: the same', async (name, find) => {
    expect(await faultsOf(name, find)).toEqual([]);
  });

  it('behind the sign-in is proven, harmless when sent twice, and keeps what was typed', async () => {
    const shapes = await reach(await household());
    expect(shapes.size).toBeGreaterThan(20);
    const faults: string[] = [];
    for (const [shape, way] of shapes) {
      const find = async () => {
        const browser = await household();
        const found = (await reach(browser, [shape, way])).get(shape);
        if (!found) throw new Error(`${shape} is gone`);
        return { browser, form: found.form };
      };
      faults.push(...(await faultsOf(shape, find)));
    }
    expect(faults).toEqual([]);
  }, 300_000);
});

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { goalsOf, shown, shownWanted } from './goals.mjs';
import { picture } from './picture.mjs';

const at = (path) => new URL(path, import.meta.url);
const RESULTS = at('../RESULTS.md');
const PICTURE = at('../../docs/images/bench.svg');
const README = at('../../README.md');

const pad = (text, width) => String(text).padEnd(width);
const right = (text, width) => String(text).padStart(width);
const throughputOf = (scenarios) => Object.values(scenarios).filter(({ kind }) => kind === 'throughput');
const number = (spread, digits = 0) => spread?.median.toFixed(digits) ?? '-';
const range = (ratio) => (ratio ? `${ratio.min.toFixed(2)} - ${ratio.max.toFixed(2)}` : '');

/** The results as tables for the terminal. */
export function printResults(results) {
  const lines = [];
  for (const { id, title, unit, rows } of throughputOf(results.scenarios)) {
    lines.push(`${id}  ${title}`);
    lines.push(
      `  ${pad('', 40)}${right(`${unit}/s`, 12)}${right('p99 ms', 10)}${right('CPU µs', 9)}${right('DB µs', 8)}${right('ours / it', 11)}${right('min - max', 14)}`,
    );
    for (const { label, rate, p99, serverCpu, databaseCpu, ratio } of rows)
      lines.push(
        `  ${pad(label, 40)}${right(number(rate), 12)}${right(number(p99, 1), 10)}${right(number(serverCpu), 9)}` +
          `${right(number(databaseCpu), 8)}${right(ratio ? `${number(ratio, 2)} x` : '', 11)}${right(range(ratio), 14)}`,
      );
  }
  for (const { label, winners } of Object.values(results.races))
    lines.push(`32 refreshes with one token at once: ${pad(label, 40)}${winners} succeeded`);
  const goals = goalsOf(results);
  if (goals.length > 0) lines.push('', 'To be reached');
  for (const goal of goals)
    lines.push(
      `  ${goal.reached ? 'yes' : 'NO '}  ${pad(goal.id, 11)}${pad(goal.what, 52)}${right(shown(goal), 10)}   wanted ${shownWanted(goal)}`,
    );
  return lines.join('\n');
}

/** Keeps a full run: the file, the picture, and the lines about both in the README. */
export function writeResults(results) {
  writeFileSync(RESULTS, document(results));
  writeFileSync(PICTURE, picture(throughputOf(results.scenarios)));
  const readme = readFileSync(README, 'utf8');
  const lines = `<!-- bench: begin -->\n\n## How fast it is\n\n![Requests a second of Grantor and its peers, scenario by scenario](docs/images/bench.svg)\n\n${results.machine[0][1]} on ${results.machine[2][1]}; \`bench/RESULTS.md\` has every figure, and says where a peer wins.\n\n<!-- bench: end -->`;
  writeFileSync(
    README,
    readme.replace(/<!-- bench: begin -->.*<!-- bench: end -->/s, () => lines),
  );
  // Tables as everybody else's: the check of the formatting reads these files too.
  spawnSync('npx', ['prettier', '--write', ...[RESULTS, README].map((url) => fileURLToPath(url))], {
    cwd: fileURLToPath(at('../..')),
  });
}

function document(results) {
  const { machine, scenarios, yardsticks, races, thrownAway, minutes } = results;
  const goals = goalsOf(results);
  const parts = [
    '# Results of the last full run',
    `\`npm run bench\` wrote this file; \`bench/README.md\` says what is measured and how. Ratios are medians of pairs in this one run; absolute figures differ from machine to machine and from hour to hour.`,
    table(
      ['', ''],
      [
        ...machine.map(([name, value]) => [name, value]),
        [
          'RSA-2048',
          yardsticks.rsa
            ? `${yardsticks.rsa.sign.toFixed(0)} signatures/s, ${yardsticks.rsa.verify.toFixed(0)} verifications/s on ${yardsticks.rsa.cores} cores (openssl speed)`
            : 'unknown',
        ],
        [
          'bare database',
          `${yardsticks.database.inserts.toFixed(0)} inserts/s, ${yardsticks.database.selects.toFixed(0)} selects/s, prepared, one at a time`,
        ],
        ['this run', `${minutes}, ${thrownAway} disturbed measurements thrown away`],
      ],
    ),
    '## What is to be reached',
    table(
      ['', 'scenario', 'seen', 'wanted', ''],
      goals.map((goal) => [
        goal.id,
        goal.what,
        shown(goal),
        shownWanted(goal),
        goal.reached ? 'yes' : '**no**',
      ]),
    ),
    '## Where a peer wins',
    whereAPeerWins(scenarios),
    ...throughputOf(scenarios).flatMap(({ id, title, unit, rows }) => [
      `## ${id}: ${title}`,
      table(
        ['', `${unit}/s`, 'p99 ms', 'CPU µs', 'CPU µs of the database', 'ours / it', 'min - max'],
        rows.map(({ label, rate, p99, serverCpu, databaseCpu, ratio, disturbed }) => [
          disturbed > 0 ? `${label} (${disturbed} disturbed)` : label,
          number(rate),
          number(p99, 1),
          number(serverCpu),
          number(databaseCpu),
          ratio ? `${number(ratio, 2)} x` : '',
          range(ratio),
        ]),
      ),
    ]),
    '## One refresh token presented 32 times at once',
    'Our adapters for the libraries make the row say who was first; oidc-provider has no place for that answer in its interface.',
    table(
      ['', 'succeeded'],
      Object.values(races).map(({ label, winners }) => [label, String(winners)]),
    ),
    ...Object.values(scenarios)
      .filter(({ kind }) => kind !== 'throughput')
      .flatMap(singleOf),
  ];
  return `${parts.join('\n\n')}\n`;
}

function singleOf({ id, title, rows, purge, sizes }) {
  const cells = {
    g: [['', 'ready ms', 'idle MB'], ({ label, ready, memory }) => [label, number(ready), number(memory)]],
    tail: [['', '', ''], ({ label, value, unit }) => [label, Number(value).toFixed(unit ? 1 : 0), unit]],
    growth: [
      ['p99 ms', 'empty', 'full'],
      ({ label, empty, full }) => [label, empty.toFixed(1), full.toFixed(1)],
    ],
    race: [
      ['winners of 32', 'codes', 'refresh tokens'],
      ({ label, codes, tokens }) => [label, codes.join(' '), tokens.join(' ')],
    ],
  };
  const [head, cellsOf] = cells[id];
  const more = purge
    ? [
        `${sizes.tokens} tokens, ${sizes.users} users, ${sizes.clients} clients. The purge of ${purge.rows} rows took ${purge.seconds.toFixed(1)} s under load; the longest lock wait was ${purge.lockWaitMs} ms, the longest answer ${purge.maxMs.toFixed(0)} ms.`,
      ]
    : [];
  return [`## ${id}: ${title}`, table(head, rows.map(cellsOf)), ...more];
}

function whereAPeerWins(scenarios) {
  const rows = throughputOf(scenarios).flatMap(({ id, title, rows: all }) =>
    all
      .filter(
        ({ ratio, label, name }) =>
          ratio && ratio.median < 1 && !label.startsWith('Grantor') && name !== 'nest-hello',
      )
      .map(({ label, ratio }) => [id, title, label, `${(1 / ratio.median).toFixed(2)} x`]),
  );
  if (rows.length === 0) return 'In no scenario of this run.';
  return table(['', 'scenario', 'faster than Grantor', 'by'], rows);
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

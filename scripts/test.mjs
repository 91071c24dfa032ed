/**
 * npm test: types, layers, unit specs, and everything over HTTP on SQLite and, where one answers, on MariaDB or MySQL.
 *
 *   npm test -- -t 'refresh_token'     arguments go to every jest run
 *   REQUIRE_ALL=1 npm test             fails if this machine cannot run everything
 *
 * The suites get TEST_DATABASE=sqlite|mysql, and TEST_MYSQL_URL, CHROMIUM_PATH, TEST_PYTHON … where these exist;
 * where they do not, the variable is absent and a suite that needs it skips itself.
 * The last line is "N passed, N failed, N skipped" over all jest runs; the exit status covers every step.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'mysql2/promise';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BIN = {
  tsc: 'node_modules/typescript/bin/tsc',
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  jest: 'node_modules/jest/bin/jest.js',
};
/** Once is enough for what asks no database, or always SQLite; and pages look the same whatever stands behind them. */
const WITHOUT_DATABASE = [
  ...['/test/architecture/', '/test/readme/', '/test/demo/', '/test/faults/planted'],
  '/test/pages/',
];
const jestArguments = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), 'grantor-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const failedSteps = [];

const mysql = await findMysql();
/** The shell is Chromium without windows, which nobody looks at here: its pages cost a third less. */
const chromium = findFile(
  'tests in a browser: no Chromium; install chromium-headless-shell, or set CHROMIUM_PATH',
  [process.env.CHROMIUM_PATH, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'],
);
const python = findPython();
const mariadbd = findFile(
  'tests that kill a database of their own: no mariadbd; install mariadb-server, or set TEST_MARIADBD',
  [process.env.TEST_MARIADBD, '/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd'],
);
const faketime = findFile(
  'tests with a wrong clock: no libfaketime; install libfaketime, or set TEST_FAKETIME',
  [
    process.env.TEST_FAKETIME,
    '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
    '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1',
  ],
);
const prlimit = findFile('tests with a full disk: no /usr/bin/prlimit (util-linux)', ['/usr/bin/prlimit']);
const found = [mysql, chromium, python, mariadbd, faketime, prlimit];
const leftOut = found.flatMap(({ missing }) => (missing ? [missing] : []));

/** Temporary files, and so the embedded databases, in memory where there is such a folder: tests wait for no disk. */
const RAM = '/dev/shm';
const inMemory = existsSync(RAM) && statfsSync(RAM).bavail * statfsSync(RAM).bsize > 2 ** 30;

const environment = {
  ...process.env,
  ...(inMemory && { TMPDIR: RAM }),
  NODE_ENV: 'test',
  TEST_MYSQL_URL: mysql.found,
  CHROMIUM_PATH: chromium.found,
  TEST_PYTHON: python.found,
  TEST_MARIADBD: mariadbd.found,
  TEST_FAKETIME: faketime.found,
};

// The compiler has use for one processor only: the others need not wait for it.
await Promise.all([
  step('types', [BIN.tsc, '--noEmit']),
  step('layers', [BIN.depcruise, 'src', '--config', '.dependency-cruiser.cjs']).then(() =>
    jest('unit specs', 'unit', {}),
  ),
]);
await jest('over HTTP, SQLite', 'e2e', { TEST_DATABASE: 'sqlite' });
if (mysql.found)
  await jest(`over HTTP, ${mysql.version}`, 'e2e', { TEST_DATABASE: 'mysql' }, WITHOUT_DATABASE);

rmSync(reports, { recursive: true, force: true });
report();

async function step(name, args, extra = {}) {
  console.log(`\n== ${name}`);
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...environment, ...extra },
  });
  const [status] = await once(child, 'close');
  if (status !== 0) failedSteps.push(name);
}

async function jest(name, project, extra, ignored = []) {
  const file = join(reports, `${project}-${extra.TEST_DATABASE ?? 'none'}.json`);
  const args = ['--selectProjects', project, '--json', '--outputFile', file];
  if (ignored.length > 0) args.push('--testPathIgnorePatterns', ...ignored);
  if (jestArguments.length > 0) args.push('--passWithNoTests', ...jestArguments);
  await step(name, [BIN.jest, ...args], extra);
  count(file);
}

/** A suite that does not even load counts as one failure, and so does a run that leaves no report. */
function count(file) {
  try {
    const result = JSON.parse(readFileSync(file, 'utf8'));
    total.passed += result.numPassedTests;
    total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    total.skipped += result.numPendingTests + result.numTodoTests;
  } catch {
    total.failed += 1;
  }
}

function report() {
  const required = process.env.REQUIRE_ALL === '1';
  console.log('');
  for (const missing of leftOut) console.log(`left out: ${missing}`);
  if (leftOut.length === 0) console.log('left out: nothing');
  if (required && leftOut.length > 0) failedSteps.push('REQUIRE_ALL=1, but something was left out');
  for (const name of failedSteps) console.log(`FAILED: ${name}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = failedSteps.length > 0 || total.failed > 0 ? 1 : 0;
}

async function findMysql() {
  const url = (process.env.TEST_MYSQL_URL || 'mysql://root@127.0.0.1:3306').replace(/\/+$/, '');
  const { username, password, hostname, port } = new URL(url);
  let connection;
  try {
    connection = await createConnection({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || 3306),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      connectTimeout: 3_000,
    });
    const [[{ version }]] = await connection.query('SELECT VERSION() AS version');
    return { found: url, version: /mariadb/i.test(version) ? `MariaDB ${version}` : `MySQL ${version}` };
  } catch (error) {
    const where = `${hostname}:${port || 3306}`;
    const why = error.code ?? error.message;
    return { missing: `tests on MariaDB/MySQL: none reachable at ${where} (${why}); set TEST_MYSQL_URL` };
  } finally {
    await connection?.end();
  }
}

function findFile(missing, paths) {
  const found = paths.find((path) => path && existsSync(path));
  return found ? { found } : { missing };
}

function findPython() {
  const candidates = [process.env.TEST_PYTHON, 'python3', '/usr/bin/python3'].filter(Boolean);
  const works = (python) =>
    spawnSync(python, ['-c', 'import flask, requests'], { stdio: 'ignore' }).status === 0;
  const found = candidates.find(works);
  return found
    ? { found }
    : {
        missing:
          'tests of the Python samples: no python3 with flask and requests (python3-flask, python3-requests)',
      };
}

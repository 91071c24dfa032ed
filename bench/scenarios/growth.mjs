import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ROOT } from '../contenders/grantor.mjs';
import { load } from '../harness/load.mjs';
import { startServer } from '../harness/measure.mjs';
import { median } from '../harness/statistics.mjs';
import { fill } from './growth-fill.mjs';

const FULL = { users: 100_000, clients: 10_000, tokens: 5_000_000, ended: 200_000 };
const QUICK = { users: 5_000, clients: 500, tokens: 100_000, ended: 20_000 };
const QUEUE = 96;
/** Below the limit of the machine, so that a wait is that of the database and not of the queue. */
const CONNECTIONS = 8;
const SETTLED_WITHIN_MS = 180_000;
const PAGES_PER_SECOND = 20_000;
/** Pages and transactions: a server in use never has none. */
const LEFT_TO_DO = 200;

const KINDS = {
  'client credentials, opaque': (ours) => ours.opaqueClientCredentials(),
  refresh: (ours, url) => ours.refreshing(url, QUEUE),
  introspection: (ours, url) => ours.introspection(url, 200),
  'code flow': (ours, url) => ours.flows(url),
};

/** Growth: the same loads on an empty database and on a full one, and a purge under load. */
export const growth = {
  id: 'growth',
  title: 'Millions of tokens',
  async run(context) {
    const ours = context.contender('grantor');
    await ours.prepare(context);
    const sizes = context.quick ? QUICK : FULL;
    const empty = await latencies(ours, context);
    const began = Date.now();
    await fill(context.database, 'grantor', sizes, context.say);
    context.say(`  growth   filled in ${((Date.now() - began) / 1000).toFixed(0)} s`);
    await settle(context.database);
    context.say(`  growth   settled after ${((Date.now() - began) / 1000).toFixed(0)} s`);
    const full = await latencies(ours, context);
    const rows = Object.keys(KINDS).map((kind) => ({
      label: kind,
      empty: median(empty[kind]),
      full: median(full[kind]),
    }));
    for (const row of rows)
      context.say(
        `  growth   ${row.label.padEnd(36)} p99 ${row.empty.toFixed(1)} ms empty, ${row.full.toFixed(1)} ms full`,
      );
    const purge = await purgeUnderLoad(ours, context);
    context.say(
      `  growth   purge: ${purge.rows} rows in ${purge.seconds.toFixed(1)} s, longest lock wait ${purge.lockWaitMs} ms, longest answer ${purge.maxMs.toFixed(0)} ms`,
    );
    return {
      rows,
      sizes,
      purge,
      goals: [
        ...rows.map(({ label, empty: before, full: after }) => ({
          what: `p99 of ${label}, full against empty`,
          seen: after / before,
          wanted: 1.2,
          unit: 'x',
        })),
        { what: 'lock wait while purging', seen: purge.lockWaitMs, wanted: 1000, unit: 'ms' },
      ],
    };
  },
};

/** What the database still has to do after the filling is no part of the load: it writes its pages and forgets old versions first. */
async function settle(database) {
  const usual = await database.query(
    "SHOW GLOBAL VARIABLES WHERE Variable_name LIKE 'innodb_max_dirty_pages_pct%' OR Variable_name LIKE 'innodb_io_capacity%'",
  );
  for (const { Variable_name } of usual)
    await database.query(`SET GLOBAL ${Variable_name} = ${/pct/.test(Variable_name) ? 0 : PAGES_PER_SECOND}`);
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  while (Date.now() < deadline && !(await isSettled(database))) await wait(500);
  for (const { Variable_name, Value } of usual.reverse())
    await database.query(`SET GLOBAL ${Variable_name} = ${Number(Value)}`);
}

async function isSettled(database) {
  const rows = await database.query(
    "SHOW GLOBAL STATUS WHERE Variable_name IN ('Innodb_buffer_pool_pages_dirty', 'Innodb_history_list_length')",
  );
  return rows.every(({ Value }) => Number(Value) < LEFT_TO_DO);
}

async function latencies(ours, context) {
  const found = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
  const server = await startServer(ours, context);
  try {
    for (const [kind, materialOf] of Object.entries(KINDS)) {
      for (let round = 0; round <= (context.quick ? 1 : 3); round++) {
        const material = await materialOf(ours, server.url);
        const { seconds, folder } = context;
        const { p99, failed } = await load({
          url: server.url,
          material,
          seconds,
          folder,
          connections: CONNECTIONS,
        });
        if (failed > 0) throw new Error(`growth, ${kind}: ${failed} answers were outside 2xx and 3xx`);
        // The first one warms up the process and the database's pages.
        if (round > 0) found[kind].push(p99);
      }
    }
  } finally {
    await server.stop();
  }
  return found;
}

async function purgeUnderLoad(ours, context) {
  const server = await startServer(ours, context);
  try {
    const began = Date.now();
    let ended = false;
    const purging = run([join(ROOT, 'dist', 'cli', 'main.js'), 'purge', '--json'], ours.command.env).finally(
      () => {
        ended = true;
      },
    );
    const answers = [];
    let lockWaitMs = 0;
    do {
      const material = await ours.refreshing(server.url, QUEUE);
      answers.push(
        await load({
          url: server.url,
          material,
          seconds: 2,
          folder: context.folder,
          connections: CONNECTIONS,
        }),
      );
      const [row] = await context.database.query("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_time_max'");
      lockWaitMs = Math.max(lockWaitMs, Number(row.Value));
    } while (!ended);
    const gone = Object.values(JSON.parse(await purging)).reduce(
      (sum, count) => sum + (Number(count) || 0),
      0,
    );
    return {
      rows: gone,
      seconds: (Date.now() - began) / 1000,
      lockWaitMs,
      maxMs: Math.max(...answers.map(({ max }) => max)),
    };
  } finally {
    await server.stop();
  }
}

function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env }, cwd: ROOT });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.once('exit', (status) => (status === 0 ? resolve(output) : reject(new Error(errors))));
  });
}

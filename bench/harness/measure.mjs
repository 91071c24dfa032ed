import { join } from 'node:path';
import { load } from './load.mjs';
import { cpuOf, machineCpu, ownCpu, ServerProcess, freePort } from './processes.mjs';

/** More foreign CPU than this share of the machine, and the round is thrown away. */
const DISTURBED_ABOVE = 0.08;

/**
 * One contender, one scenario, one fresh process: warm up, measure, check.
 *
 * @returns what was measured; `disturbed` says that something else on the machine was busy meanwhile
 */
export async function measure(scenario, contender, context, { check }) {
  const { folder, database, seconds, warmUp } = context;
  const before = await contender.rows?.(database);
  const server = await startServer(contender, context);
  try {
    const warm = await scenario.material(contender, server.url, context, { warming: true });
    await load({ url: server.url, material: warm, seconds: warmUp, folder });
    const material = await scenario.material(contender, server.url, context, { warming: false });
    const begin = snapshot(server, database);
    const result = await load({ url: server.url, material, seconds, folder });
    const used = difference(begin, snapshot(server, database));
    requireClean(result, scenario, contender);
    const units = scenario.unit === 'flows' ? result.tokens : result.requests;
    if (check) await scenario.check?.(contender, server.url, context, { result, before });
    return {
      rate: units / result.seconds,
      p50: result.p50,
      p99: result.p99,
      serverCpu: perUnit(used.server, units),
      databaseCpu: contender.store === 'mariadb' ? perUnit(used.database, units) : null,
      foreign: used.foreign,
      disturbed: used.foreign !== null && used.foreign > DISTURBED_ABOVE,
    };
  } finally {
    await server.stop();
  }
}

export async function startServer(contender, { folder }, env = {}) {
  const { command } = contender;
  return ServerProcess.start({
    ...command,
    env: { ...command.env, ...env },
    port: await freePort(),
    log: join(folder, `${contender.name}.log`),
  });
}

const perUnit = (cpu, units) => (cpu === null ? null : cpu / units);

function snapshot(server, database) {
  return {
    at: process.hrtime.bigint(),
    server: cpuOf(server.pid),
    database: cpuOf(database.pid),
    own: ownCpu(),
    machine: machineCpu(),
  };
}

/** What each has used, and what is left over of the machine's work: that was somebody else. */
function difference(begin, end) {
  if (begin.machine === null || begin.server === null) return { server: null, database: null, foreign: null };
  const server = end.server - begin.server;
  const database = end.database - begin.database;
  const own = end.own - begin.own;
  const busy = end.machine.busy - begin.machine.busy;
  const stolen = end.machine.steal - begin.machine.steal;
  const elapsedUs = Number(end.at - begin.at) / 1000;
  return { server, database, foreign: Math.max(0, busy + stolen - server - database - own) / elapsedUs };
}

/** Speed counts only where every answer was the right one. */
function requireClean({ requests, failed, broken, wraps }, scenario, contender) {
  const what = `${scenario.id}, ${contender.label}`;
  if (requests === 0) throw new Error(`${what}: nothing was answered`);
  if (failed > 0) throw new Error(`${what}: ${failed} of ${requests} answers were outside 2xx and 3xx`);
  if (broken > 0) throw new Error(`${what}: ${broken} connections broke or timed out`);
  if (scenario.once && wraps > 0) throw new Error(`${what}: the queue ran dry after ${requests} requests`);
}

import { measure } from './measure.mjs';
import { spreadOrNull, spread } from './statistics.mjs';

/** A disturbed measurement is made again so often; after that it counts, and the report says so. */
const TRIES = { quick: 2, full: 4 };

/**
 * Ours and the peers in turn, ours first and last: A B C A B C A. Each ratio compares a peer with the mean of ours
 * before and after it, so that a machine that becomes slower or faster meanwhile favours nobody.
 */
export async function runRounds(scenario, context) {
  const [ours, ...peers] = scenario.contenders.map((name) => context.contender(name));
  const runs = new Map([ours, ...peers].map((contender) => [contender.name, []]));
  const one = async (contender, check) => {
    const run = await undisturbed(scenario, contender, context, check);
    runs.get(contender.name).push(run);
    context.say(
      `  ${scenario.id.padEnd(8)} ${contender.label.padEnd(36)} ${run.rate.toFixed(0).padStart(7)}/s` +
        `  p99 ${run.p99.toFixed(1).padStart(6)} ms  CPU ${cpuText(run)}${run.disturbed ? '  DISTURBED' : ''}`,
    );
    return run;
  };
  await one(ours, false);
  for (let round = 1; round <= context.pairs; round++) {
    const last = round === context.pairs;
    for (const peer of peers) await one(peer, last);
    await one(ours, last);
  }
  return summarize(scenario, ours, peers, runs);
}

async function undisturbed(scenario, contender, context, check) {
  for (let attempt = 1; ; attempt++) {
    const run = await measure(scenario, contender, context, { check });
    if (!run.disturbed || attempt === (context.quick ? TRIES.quick : TRIES.full)) return run;
    context.thrownAway++;
    context.say(
      `  ${scenario.id.padEnd(8)} ${contender.label}: thrown away, others used ${(run.foreign * 100).toFixed(0)} % of a core`,
    );
  }
}

function summarize(scenario, ours, peers, runs) {
  const own = runs.get(ours.name);
  const rowOf = (contender) => {
    const mine = runs.get(contender.name);
    return {
      name: contender.name,
      label: contender.label,
      store: contender.store,
      rate: spread(mine.map(({ rate }) => rate)),
      p99: spread(mine.map(({ p99 }) => p99)),
      serverCpu: spreadOrNull(mine.map(({ serverCpu }) => serverCpu)),
      databaseCpu: spreadOrNull(mine.map(({ databaseCpu }) => databaseCpu)),
      disturbed: mine.filter(({ disturbed }) => disturbed).length,
      runs: mine.length,
    };
  };
  const ratioOf = (peer) =>
    spread(runs.get(peer.name).map(({ rate }, round) => (own[round].rate + own[round + 1].rate) / 2 / rate));
  return {
    id: scenario.id,
    title: scenario.title,
    unit: scenario.unit,
    rows: [rowOf(ours), ...peers.map((peer) => ({ ...rowOf(peer), ratio: ratioOf(peer) }))],
  };
}

const cpuText = ({ serverCpu, databaseCpu }) =>
  serverCpu === null
    ? 'unknown'
    : `${serverCpu.toFixed(0)} µs${databaseCpu === null ? '' : ` + ${databaseCpu.toFixed(0)} µs in the database`}`;

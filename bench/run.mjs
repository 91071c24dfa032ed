/**
 * npm run bench: Grantor and its peers in turn, on this machine. `-- --help` lists the options; `README.md` beside this
 * file says what is measured and how.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allContenders } from './contenders/all.mjs';
import * as facts from './harness/facts.mjs';
import { DatabaseServer } from './harness/mariadb.mjs';
import { isWanted, readOptions } from './harness/options.mjs';
import { stopAll } from './harness/processes.mjs';
import { Progress } from './harness/progress.mjs';
import { printResults, writeResults } from './harness/report.mjs';
import { runRounds } from './harness/rounds.mjs';
import { Tokens } from './harness/tokens.mjs';
import { describeMachine } from './harness/machine.mjs';
import { databaseRates, rsaCeiling } from './harness/yardsticks.mjs';
import { SINGLES } from './scenarios/singles.mjs';
import { THROUGHPUT } from './scenarios/throughput.mjs';

const options = readOptions(process.argv.slice(2));
const folder = join(tmpdir(), 'grantor-bench');
mkdirSync(folder, { recursive: true });
const progress = new Progress(join(folder, 'progress.json'), options);
const say = (text) => console.log(text);

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: facts.KEY_BITS });
const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'bench', alg: facts.ALG };
const keysFile = join(folder, 'keys.json');
writeFileSync(keysFile, JSON.stringify({ keys: [jwk] }), { mode: 0o600 });
process.env.KEYS_FILE = keysFile;

const { kty, n, e, kid, alg } = jwk;
const jwks = createServer((_request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ keys: [{ kty, n, e, kid, alg, use: 'sig' }] }));
});
await new Promise((resolve) => jwks.listen(0, '127.0.0.1', resolve));

let database = null;
async function tidyUp() {
  await stopAll();
  await database?.stop();
  jwks.close();
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    say('\nStopping. `npm run bench -- --resume` goes on from here.');
    void tidyUp().then(() => process.exit(130));
  });
}

try {
  await main();
} finally {
  await tidyUp();
}

async function main() {
  const began = Date.now();
  const minutes = () => `${((Date.now() - began) / 60_000).toFixed(1)} min`;
  database = await DatabaseServer.start(folder);
  const contenders = allContenders();
  const context = {
    ...options,
    folder,
    database,
    keysFile,
    say,
    jwksUri: `http://127.0.0.1:${jwks.address().port}/jwks.json`,
    races: progress.state.races,
    thrownAway: 0,
    contender: (name) => contenders.get(name),
  };
  const tokens = new Tokens(context);
  context.warmTokens = () => tokens.warm();
  context.coldTokens = (kind) => tokens.cold(kind);
  context.opaqueTokens = () => tokens.opaque();
  context.personalTokens = () => tokens.personal();

  const machine = await describeMachine(database);
  say(machine.map(([name, value]) => `${name.padEnd(16)}${value}`).join('\n'));
  progress.state.yardsticks ??= {
    rsa: rsaCeiling(options.quick ? 2 : 5),
    database: await databaseRates(database, options.quick ? 2 : 5),
  };
  const { rsa, database: rates } = progress.state.yardsticks;
  say(
    `RSA-2048        ${rsa ? `${rsa.sign.toFixed(0)} signatures/s on ${rsa.cores} cores` : 'openssl is not installed'}`,
  );
  say(
    `database        ${rates.inserts.toFixed(0)} inserts/s, ${rates.selects.toFixed(0)} selects/s, prepared, one table\n`,
  );

  const failures = [];
  /** One scenario that fails is no reason to throw the others away: it is said, kept out of the tables, and the status is 1. */
  const attempt = async (id, run) => {
    try {
      progress.keep(id, await run());
    } catch (error) {
      failures.push(`${id}: ${error.message}`);
      say(`  ${id} FAILED: ${error.stack}`);
      await stopAll();
    }
  };
  const prepared = new Set();
  const wanted = THROUGHPUT.filter(({ id }) => isWanted(id, options.only)).map((scenario) =>
    choosePeers(scenario),
  );
  for (const scenario of wanted) {
    if (progress.has(scenario.id)) continue;
    say(`${scenario.id}: ${scenario.title}   (${minutes()})`);
    for (const name of scenario.contenders) {
      if (prepared.has(name)) continue;
      await contenders.get(name).prepare(context);
      prepared.add(name);
    }
    await attempt(scenario.id, async () => ({ kind: 'throughput', ...(await runRounds(scenario, context)) }));
  }
  for (const { id, title, run } of SINGLES.filter((single) => isWanted(single.id, options.only))) {
    if (progress.has(id)) continue;
    say(`${id}: ${title}   (${minutes()})`);
    await attempt(id, async () => ({ kind: id, id, title, ...(await run(context)) }));
  }

  const results = { machine, thrownAway: context.thrownAway, minutes: minutes(), ...progress.state };
  say(`\n${printResults(results)}`);
  if (options.writes && failures.length === 0) {
    writeResults(results);
    say('\nbench/RESULTS.md, docs/images/bench.svg and the lines about them in README.md are written anew.');
  }
  for (const failure of failures) say(`FAILED ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
  else progress.finish();
  say(`Done in ${minutes()}; ${context.thrownAway} disturbed measurements were thrown away.`);
}

function choosePeers(scenario) {
  let names = options.quick ? scenario.quick : scenario.contenders;
  if (options.peers) names = names.filter((name, index) => index === 0 || options.peers.includes(name));
  return { ...scenario, contenders: names };
}

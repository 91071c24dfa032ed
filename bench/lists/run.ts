/**
 * npm run bench:lists: how long the lists of the administration take with many rows, against an almost empty database,
 * and how long it takes to revoke all tokens of a large client. TEST_MYSQL_URL names a MariaDB that may make databases.
 *
 * npm run bench:lists -- users 'clients?q' revoke: only the lists with one of these words in their address (and only the
 * tables that they are about are filled), and `revoke` for the revocations.
 */
import { type ApiCaller, withPersonalToken } from '../../test/support/caller';
import { somebody } from '../../test/support/people';
import { startServer, type TestServer } from '../../test/support/test-server';
import { explained } from './explained';
import { FILLS, type Sample, sampleOf, TOKENS } from './filled';
import { addressOf, pagesOf, type Pair, questionsOf } from './lists';
import { compare, time } from './measured';
import { revokeAll } from './revocation';

const MOST = 2;
const MOST_MS = 1000;
const ENV = { API_RATE_LIMIT: '0', AUDIT_TOKEN_EVENTS: 'off' };
const words = process.argv.slice(2);
const REVOKE = 'revoke';
const isWanted = (address: string) => words.length === 0 || words.some((word) => address.includes(word));

async function main(): Promise<boolean> {
  const servers = [await startServer({ env: ENV }), await startServer({ env: ENV })] as const;
  try {
    return await measure(...servers);
  } finally {
    for (const server of servers) await server.close();
  }
}

const callerOf = async (server: TestServer): Promise<ApiCaller> =>
  withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write', 'admin:users']);

async function measure(empty: TestServer, full: TestServer): Promise<boolean> {
  let good = true;
  if (words.some((word) => word !== REVOKE) || words.length === 0) good = await measureLists(empty, full);
  if (isWanted(REVOKE)) good = (await measureRevocations(full)) && good;
  return good;
}

async function measureLists(empty: TestServer, full: TestServer): Promise<boolean> {
  const samples = [await sampleOf(empty), await sampleOf(full)] as const;
  const callers = [await callerOf(empty), await callerOf(full)] as const;
  const questions = await questionsOf(full, samples[1]);
  const same = await questionsOf(empty, samples[0]);
  const wanted = questions
    .map((question, index) => ({ full: question, empty: same[index]! }))
    .filter(({ full: question }) => isWanted(addressOf(question)));
  if (wanted.length === 0) throw new Error(`No list has one of ${words.join(', ')} in its address.`);
  await fill(
    full,
    samples[1],
    wanted.map(({ full: question }) => question.path),
  );
  let [good, slow, asked] = [true, 0, 0];
  for (const question of wanted) {
    for (const pair of await pagesOf(callers, question)) {
      asked += 1;
      if (await one(full, callers, pair)) continue;
      slow += 1;
      good = false;
    }
  }
  console.log(`\n${asked} questions, ${asked - slow} within ${MOST}x, ${slow} slower or refused\n`);
  return good;
}

async function fill(server: TestServer, sample: Sample, paths: string[]): Promise<void> {
  const seconds = await time(async () => {
    for (const { lists, fill: some } of FILLS)
      if (paths.some((path) => lists.test(path))) await some(server, sample);
  });
  console.log(`filled in ${(seconds / 1000).toFixed(0)} s\n`);
}

async function measureRevocations(full: TestServer): Promise<boolean> {
  let good = true;
  for (const format of ['jwt', 'opaque'] as const) {
    const { milliseconds, atOnce } = await revokeAll(full, format);
    const isGood = milliseconds <= MOST_MS && atOnce;
    const effect = atOnce ? 'refused right after the answer' : 'STILL ACCEPTED AFTER THE ANSWER';
    console.log(
      `${mark(isGood)} revoke ${TOKENS} ${format} tokens: ${milliseconds.toFixed(0)} ms, ${effect}`,
    );
    good &&= isGood;
  }
  return good;
}

async function one(
  full: TestServer,
  callers: readonly [ApiCaller, ApiCaller],
  { empty: onEmpty, full: question, fault }: Pair,
): Promise<boolean> {
  const address = addressOf(question);
  if (fault !== null) {
    console.log(`FAIL ${address}\n    ${fault}`);
    return false;
  }
  const times = await compare(callers, [addressOf(onEmpty), address]);
  const ratio = times.full / times.empty;
  const figures = `${times.empty.toFixed(1)} ms -> ${times.full.toFixed(1)} ms, ${ratio.toFixed(2)}x`;
  console.log(`${mark(ratio <= MOST)} ${address}\n    ${figures}`);
  for (const line of await explained(full, () => callers[1].get(address))) console.log(`    ${line}`);
  return ratio <= MOST;
}

const mark = (good: boolean): string => (good ? 'ok  ' : 'SLOW');

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

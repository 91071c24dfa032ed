/**
 * npm run bench:lists: how long the lists of the administration take with many rows, against an almost empty database,
 * and how long it takes to revoke all tokens of a large client. TEST_MYSQL_URL names a MariaDB that may make databases.
 */
import { type ApiCaller, withPersonalToken } from '../../test/support/caller';
import { somebody } from '../../test/support/people';
import { startServer, type TestServer } from '../../test/support/test-server';
import { explained } from './explained';
import { CLIENTS, EVENTS, fill, sampleOf, TOKENS, USERS } from './filled';
import { type Question, questionsOf } from './lists';
import { compare, time } from './measured';
import { revokeAll } from './revocation';

const MOST = 2;
const MOST_MS = 1000;
const ENV = { API_RATE_LIMIT: '0', AUDIT_TOKEN_EVENTS: 'off' };
const words = process.argv.slice(2);
const only = words.find((word) => !word.startsWith('-'));

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
  const samples = [await sampleOf(empty), await sampleOf(full)] as const;
  const callers: [ApiCaller, ApiCaller] = [await callerOf(empty), await callerOf(full)];
  const seconds = (await time(() => fill(full, samples[1]))) / 1000;
  console.log(
    `${USERS} people, ${CLIENTS} apps, ${EVENTS} events, ${TOKENS} tokens in ${seconds.toFixed(0)} s\n`,
  );

  const [asked, questions] = [
    await questionsOf(empty, callers[0], samples[0]),
    await questionsOf(full, callers[1], samples[1]),
  ];
  let good = questions.length > 0 && asked.length === questions.length;
  for (const [index, question] of questions.entries()) {
    if (only !== undefined && !addressOf(question).includes(only)) continue;
    good = (await one(full, callers, asked[index]!, question)) && good;
  }
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
  callers: [ApiCaller, ApiCaller],
  asked: Question,
  question: Question,
): Promise<boolean> {
  const address = addressOf(question);
  const times = await compare(callers, [addressOf(asked), address]);
  const ratio = times.full / times.empty;
  const figures = `${times.empty.toFixed(1)} ms -> ${times.full.toFixed(1)} ms, ${ratio.toFixed(2)}x`;
  console.log(`${mark(ratio <= MOST)} ${address}\n    ${figures}`);
  for (const line of await explained(full, () => callers[1].get(address))) console.log(`    ${line}`);
  return ratio <= MOST;
}

const addressOf = ({ path, query }: Question): string => (query ? `${path}?${query}` : path);
const mark = (good: boolean): string => (good ? 'ok  ' : 'SLOW');

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

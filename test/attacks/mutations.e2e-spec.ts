import { Database } from '../../src/database/database';
import { faultsOf, type RawRequest, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';
import { CONTENT_TYPES, type ContentType, form } from './mutations/content-types';
import { LogWatch } from './mutations/log-watch';
import { heapInUse } from './mutations/memory';
import { type Mutation, MUTATIONS } from './mutations/mutations';
import { sendRandom } from './mutations/random-requests';
import { bytesOf, spoiltRequest } from './mutations/raw-bytes';
import { type Target, Targets } from './mutations/targets';

const AT_ONCE = 8;
const HANG_MS = 1_000;
const PATIENCE_MS = 180_000;
const RANDOM = 1_000;
/** Of every kind of content; all of them are sent where there is time. */
const AT_LEAST = 1_400;
/** In MB: what caches and the test itself may have gathered meanwhile. */
const MAY_GROW = 60;

/** Every parameter of every endpoint, spoilt in every way, in every content type; and good requests with bad bytes. */
describe('mutations of good requests (S03, S25, S34)', () => {
  let server: TestServer;
  let targets: Targets;
  let log: LogWatch;
  let heapBefore: number;

  beforeAll(async () => {
    log = new LogWatch();
    server = await startServer({ env: { LOG_LEVEL: 'info', API_RATE_LIMIT: '0', SIGNUP: 'open' } });
    targets = await Targets.of(server);
    log.watchFor(targets.secrets);
    heapBefore = heapInUse();
  });

  afterAll(async () => {
    await server.close();
    log.stop();
  });

  /** The request with one parameter spoilt; where it stands says how it is written. */
  function spoil(target: Target, name: string, mutation: Mutation, { type, write }: ContentType): RawRequest {
    const { method, inPath, query, body, headers } = target;
    const spoilt = mutation.form(name, '1').split('=').slice(1).join('=') || '%20';
    const path = target.path.replace(/\{(\w+)\}/g, (_, key: string) =>
      key === name ? spoilt : inPath[key]!,
    );
    const search = name in query ? form(query, name, mutation) : new URLSearchParams(query).toString();
    const sent = method === 'GET' ? undefined : write(body, name in body ? name : '', mutation);
    return {
      method,
      path: path.replaceAll(' ', '%20') + (search && `?${search}`),
      headers: { ...headers, ...(sent !== undefined && type !== null && { 'Content-Type': type }) },
      ...(sent !== undefined && { body: sent }),
    };
  }

  const places = ({ inPath, query, body }: Target) => [inPath, query, body].flatMap(Object.keys);

  it.each(CONTENT_TYPES.map((type) => [type.what, type] as const))(
    'as %s',
    async (_, type) => {
      // Guesses are counted; what is behind them is to be reached all the same.
      await server.get(Database).manager.query('DELETE FROM grantor_throttles');
      const all = targets.all.flatMap((target) =>
        places(target).flatMap((name) =>
          MUTATIONS.map((mutation) => ({
            what: `${target.method} ${target.path} ${name} ${mutation.what}`,
            request: spoil(target, name, mutation, type),
          })),
        ),
      );
      expect(all.length).toBeGreaterThanOrEqual(AT_LEAST);
      // Every n-th, beginning elsewhere for each kind, so that together they come by more.
      const step = Math.floor(all.length / AT_LEAST);
      const waiting = all.filter((_, index) => index % step === CONTENT_TYPES.indexOf(type) % step);
      const faults: string[] = [];
      const slow: typeof waiting = [];
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (let next = waiting.pop(); next; next = waiting.pop()) {
            const { what, request } = next;
            const from = performance.now();
            faults.push(...faultsOf(await send(server, request)).map((fault) => `${what}: ${fault}`));
            if (performance.now() - from > HANG_MS) slow.push(next);
          }
        }),
      );
      for (const { what, request } of slow) if (await hangs(request)) faults.push(`${what}: hangs`);
      expect(faults.slice(0, 20)).toEqual([]);
    },
    PATIENCE_MS,
  );

  /** Whoever was slow is asked again, alone: on a loaded machine one slow answer says nothing. */
  async function hangs(request: RawRequest): Promise<boolean> {
    for (let times = 0; times < 3; times++) {
      const from = performance.now();
      await send(server, request);
      if (performance.now() - from < HANG_MS) return false;
    }
    return true;
  }

  it(
    `${RANDOM} good requests with bad bytes`,
    async () => {
      const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 2 ** 31);
      const requests = spoiltRequest(targets.all.map(bytesOf));
      const { faults } = await sendRandom(server, requests, { count: RANDOM, seed });
      expect({ seed, faults }).toEqual({ seed, faults: [] });
    },
    PATIENCE_MS,
  );

  it('leave one JSON object a line in the log, no secret in it, and the memory as it was', () => {
    expect(log.settle().lines).toBeGreaterThan(0);
    expect(log.faults).toEqual([]);
    expect(heapInUse() - heapBefore).toBeLessThan(MAY_GROW);
  });
});

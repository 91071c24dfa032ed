import { LogWatch } from '../attacks/mutations/log-watch';
import { heapInUse } from '../attacks/mutations/memory';
import { sendRandom } from '../attacks/mutations/random-requests';
import { bytesOf, spoiltRequest } from '../attacks/mutations/raw-bytes';
import { Targets } from '../attacks/mutations/targets';
import { isSoak } from '../support/soak';
import { startServer, type TestServer } from '../support/test-server';

const COUNT = Number(process.env['SOAK_REQUESTS'] ?? 200_000);
const SEED = Number(process.env['SOAK_SEED'] ?? Date.now() % 2 ** 31);
const HOURS = 3_600_000;
/** In MB, after everything was warm. */
const MAY_GROW = 60;

(isSoak ? describe : describe.skip)('a long row of random requests (S03, S25, S34)', () => {
  let server: TestServer;
  let log: LogWatch;

  beforeAll(async () => {
    log = new LogWatch();
    server = await startServer({ env: { LOG_LEVEL: 'info', API_RATE_LIMIT: '0', SIGNUP: 'open' } });
  });

  afterAll(async () => {
    await server.close();
    log.stop();
  });

  it(
    `${COUNT} with seed ${SEED}: no 5xx, no hang, nothing reflected, no secret in the log, memory flat`,
    async () => {
      const targets = await Targets.of(server);
      log.watchFor(targets.secrets);
      const requests = spoiltRequest(targets.all.map(bytesOf));
      const heap: number[] = [];
      const every = (sent: number) => {
        if (sent % Math.ceil(COUNT / 10) === 0) heap.push(Math.round(heapInUse()));
      };
      const { faults, statuses, slow } = await sendRandom(server, requests, {
        count: COUNT,
        seed: SEED,
        every,
      });
      const told = {
        sent: COUNT,
        seed: SEED,
        statuses,
        slow: slow.length,
        log_lines: log.lines,
        heap_mb: heap,
      };
      process.stderr.write(`${JSON.stringify(told)}\n`);
      expect(log.settle().lines).toBeGreaterThan(0);
      expect([...faults, ...log.faults]).toEqual([]);
      expect(heap.at(-1)! - heap[0]!).toBeLessThan(MAY_GROW);
    },
    HOURS,
  );
});

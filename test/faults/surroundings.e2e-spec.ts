import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { until } from '../support/browser';
import { BUILD_TIMEOUT, ensureBuilt } from '../support/command';
import { createDatabase, engine, type TestDatabase } from '../support/test-server';
import { FakedClock, hasFakedClock } from './harness/faked-clock';
import { FaultTable } from './harness/fault-table';
import { Trial } from './harness/trial';

const MINUTES = 60_000;
const PRLIMIT = '/usr/bin/prlimit';
/** `npm test` says when something is missing. */
const withClock = hasFakedClock ? it : it.skip;
const withFileLimit = engine === 'sqlite' && existsSync(PRLIMIT) ? it : it.skip;

describe('clock and disk go wrong, and nothing is lost (S37)', () => {
  const table = new FaultTable(engine);
  let database: TestDatabase;
  let trial: Trial;

  beforeAll(() => ensureBuilt(), BUILD_TIMEOUT);

  beforeEach(async () => {
    database = await createDatabase();
    trial = await Trial.prepare(database.url);
  });

  afterEach(async () => {
    await trial.close();
    await database.drop();
  });

  afterAll(() => table.print());

  withClock(
    'the clock is five minutes behind, then five minutes ahead',
    async () => {
      const clock = new FakedClock();
      try {
        const node = await trial.start({ env: clock.env });
        for (const seconds of [0, -300, 300]) {
          clock.set(seconds);
          trial.ledger.setClock(seconds);
          await until(
            async () => Math.abs((await serverTime(node.port)) - Date.now() - seconds * 1000) < 5000,
          );
          trial.work();
          await trial.hasAnswered(100);
          await trial.rest();
        }
        const verdict = await trial.judge();
        table.add('clock 5 min behind, then 5 min ahead', 2, verdict);
        expect(verdict.violations).toEqual([]);
        expect(verdict.unavailable).toBe(0);
      } finally {
        clock.remove();
      }
    },
    5 * MINUTES,
  );

  withFileLimit(
    'the disk is full for a while',
    async () => {
      const node = await trial.start();
      trial.work();
      await trial.hasAnswered(50);
      // Nothing behind the first page of any file can be written, wherever the log of the database stands just now.
      limitFiles(node.process.pid, '4096');
      await trial.hasAnswered(60);
      limitFiles(node.process.pid, 'unlimited');
      await node.isReady(60);
      await trial.hasAnswered(30);
      const verdict = await trial.judge();
      table.add('disk full', 1, verdict);
      expect(verdict.violations).toEqual([]);
      expect(verdict.unavailable).toBeGreaterThan(5);
    },
    5 * MINUTES,
  );
});

/** What the server takes for now. */
async function serverTime(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/health/live`);
  return Date.parse(answer.headers.get('date')!);
}

function limitFiles(pid: number, bytes: string): void {
  const { status, stderr } = spawnSync(PRLIMIT, [`--pid=${pid}`, `--fsize=${bytes}:`]);
  if (status !== 0) throw new Error(stderr.toString());
}

import { BUILD_TIMEOUT, ensureBuilt } from '../support/command';
import { times } from '../support/soak';
import { createDatabase, engine, freePort, type TestDatabase } from '../support/test-server';
import { FaultTable } from './harness/fault-table';
import { Trial } from './harness/trial';
import { POINTS } from './harness/kill-points.cjs';
import type { Verdict } from './ledger/checker';
import { Dice } from './load/dice';

const MINUTES = 60_000;

describe('the app dies, and nothing is lost (S16, S37)', () => {
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

  async function expectNothingWrong(fault: string, injected: number): Promise<Verdict> {
    const verdict = await trial.judge();
    table.add(fault, injected, verdict);
    expect(verdict.violations).toEqual([]);
    expect(verdict.redeemed).toBeGreaterThan(injected);
    expect(verdict.rotated).toBeGreaterThan(injected);
    return verdict;
  }

  it(
    'killed in the middle of its work',
    async () => {
      const count = times(3, 10);
      let node = await trial.start();
      trial.work();
      for (let round = 0; round < count; round++) {
        await trial.hasAnswered(30 + round);
        await node.kill();
        trial.takeOut(node);
        node = await trial.start();
        trial.ledger.settle();
      }
      await trial.hasAnswered(30);
      await expectNothingWrong('app killed (kill -9)', count);
    },
    10 * MINUTES,
  );

  it(
    'killed at named points inside a redemption and a rotation',
    async () => {
      const dice = new Dice(7);
      // Starting a server takes seconds: a short run tries a third of the points on SQLite, and the others on MySQL.
      const step = times(3, 1);
      const isTried = (index: number) => step === 1 || (index % step === 1) === (engine === 'sqlite');
      const some = POINTS.filter((_, index) => isTried(index));
      const deaths = Array.from({ length: times(1, 5) }, () => some).flat();
      trial.work();
      for (const point of deaths) {
        const node = await trial.start({ killAt: { point, time: 1 + dice.upTo(3) } });
        trial.ledger.settle();
        await node.hasDied(60);
        trial.takeOut(node);
      }
      await trial.start();
      await trial.hasAnswered(60);
      await expectNothingWrong(`app killed at ${some.length} named points`, deaths.length);
    },
    20 * MINUTES,
  );

  it(
    'two nodes are restarted one after the other: no request is lost',
    async () => {
      const count = times(2, 20);
      const nodes = [await trial.start(), await trial.start({ port: await freePort() })];
      trial.work();
      for (let round = 0; round < count; round++) {
        await trial.hasAnswered(20);
        const old = nodes[round % 2]!;
        trial.takeOut(old);
        await old.stop();
        nodes[round % 2] = await trial.start({ port: old.port });
      }
      const verdict = await expectNothingWrong('rolling restart of two nodes', count);
      expect(verdict.answered).toBe(verdict.sent);
    },
    10 * MINUTES,
  );

  it(
    'the keys rotate under load: no request is lost',
    async () => {
      const count = times(2, 20);
      await trial.start();
      trial.work();
      for (let round = 0; round < count; round++) {
        await trial.hasAnswered(20);
        const { status, stderr } = await trial.command(['keys:rotate', '--json']);
        expect([status, stderr]).toEqual([0, '']);
      }
      const verdict = await expectNothingWrong('key rotation', count);
      expect(verdict.answered).toBe(verdict.sent);
    },
    10 * MINUTES,
  );
});

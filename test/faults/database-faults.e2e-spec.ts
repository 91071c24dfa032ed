import { setTimeout as wait } from 'node:timers/promises';
import { BUILD_TIMEOUT, ensureBuilt } from '../support/command';
import { times } from '../support/soak';
import { TcpProxy } from '../support/tcp-proxy';
import { engine } from '../support/test-server';
import type { AppNode } from './harness/app-node';
import { FaultTable } from './harness/fault-table';
import { hasMariaDb, OwnMariaDb } from './harness/own-mariadb';
import { Trial } from './harness/trial';

const MINUTES = 60_000;
/** `npm test` says when there is none. */
const withMariaDb = engine === 'mysql' && hasMariaDb() ? describe : describe.skip;

withMariaDb('the database dies, hangs or is cut off, and nothing is lost (S37)', () => {
  const table = new FaultTable('a MariaDB of its own');
  let database: OwnMariaDb;
  let proxy: TcpProxy;
  let trial: Trial;
  let node: AppNode;

  beforeAll(async () => {
    ensureBuilt();
    database = await OwnMariaDb.create();
    proxy = await TcpProxy.before(database.url);
  }, BUILD_TIMEOUT);

  beforeEach(async () => {
    await database.empty();
    trial = await Trial.prepare(database.url, { way: proxy.through(database.url) });
    node = await trial.start();
    trial.work();
  }, MINUTES);

  afterEach(async () => {
    database.thaw();
    proxy.open();
    await trial.close();
  });

  afterAll(async () => {
    table.print();
    await proxy?.close();
    await database?.remove();
  });

  /** The same process answers again, without a restart. */
  async function expectRecovery(fault: string, injected: number): Promise<void> {
    await node.isReady(60);
    await trial.hasAnswered(30);
    await trial.rest();
    await database.isQuiet();
    const verdict = await trial.judge();
    table.add(fault, injected, verdict);
    expect(verdict.violations).toEqual([]);
    expect(verdict.redeemed).toBeGreaterThan(injected);
    expect(verdict.rotated).toBeGreaterThan(injected);
    expect(node.log).not.toMatch(/deadlock|lock wait/i);
  }

  it(
    'killed',
    async () => {
      const count = times(2, 5);
      for (let round = 0; round < count; round++) {
        await trial.hasAnswered(40);
        await database.kill();
        await wait(times(200, 2000));
        await database.start();
        trial.ledger.settle();
        await node.isReady(60);
      }
      await expectRecovery('database killed (kill -9)', count);
    },
    20 * MINUTES,
  );

  it(
    'frozen',
    async () => {
      const count = times(1, 3);
      for (let round = 0; round < count; round++) {
        await trial.hasAnswered(40);
        database.freeze();
        await wait(times(4000, 30_000));
        database.thaw();
        await node.isReady(60);
      }
      await expectRecovery(`database frozen for ${times(4, 30)} s`, count);
    },
    20 * MINUTES,
  );

  it(
    'cut off, unreachable and slowed',
    async () => {
      const count = times(1, 3);
      for (let round = 0; round < count; round++) {
        await trial.hasAnswered(40);
        proxy.cut();
        await trial.hasAnswered(20);
        proxy.away();
        await wait(times(500, 5000));
        proxy.open();
        await trial.hasAnswered(20);
        proxy.slow(50);
        await trial.hasAnswered(20);
        proxy.open();
      }
      await expectRecovery('connection cut, away and slowed', count * 3);
    },
    20 * MINUTES,
  );
});

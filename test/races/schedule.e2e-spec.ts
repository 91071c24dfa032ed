import { Leases } from '../../src/shared/application/leases';
import { Schedule } from '../../src/shared/application/schedule';
import { atOnce, CROWD, startNode } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const PERIOD_MS = 600_000;
const PERIOD_S = PERIOD_MS / 1000;

describe('work that one of several processes does', () => {
  let first: TestServer;
  let second: TestServer;
  let done: string[];

  beforeAll(async () => {
    first = await startServer();
    second = await startNode(first);
  });

  beforeEach(() => {
    done = [];
  });

  afterAll(async () => {
    await second.close();
    await first.close();
  });

  const turn = (node: TestServer, name: string, work?: () => Promise<unknown>) =>
    node
      .get(Schedule)
      .turn(name, PERIOD_MS, work ?? (async () => done.push(node === first ? 'first' : 'second')));

  const bothAdvance = (seconds: number) => [first, second].forEach((node) => node.advance(seconds));

  it('is done by one of two nodes, however often both try, and again in the next period', async () => {
    const race = () => Promise.all([turn(first, 'purge-test'), turn(second, 'purge-test')]);
    for (let period = 1; period <= 5; period++) {
      const wins = (await race()).filter(Boolean).length + (await race()).filter(Boolean).length;
      // Who has the lease may work again: the timers of one process are as far apart as the period.
      expect(wins).toBeGreaterThanOrEqual(1);
      expect(new Set(done.splice(0)).size).toBe(1);
      bothAdvance(PERIOD_S);
    }
  });

  it('has one holder of twenty that ask for a new name at once', async () => {
    for (let round = 0; round < 10; round++) {
      const now = first.now();
      const takes = await atOnce(CROWD, (index) =>
        (index % 2 ? first : second).get(Leases).take(`new-${round}`, `holder-${index}`, now, now + 1000),
      );
      expect(takes.filter(Boolean)).toHaveLength(1);
      const later = await atOnce(CROWD, (index) =>
        (index % 2 ? first : second)
          .get(Leases)
          .take(`new-${round}`, `other-${index}`, now + 1000, now + 2000),
      );
      expect(later.filter(Boolean)).toHaveLength(1);
    }
  });

  it('is left to the other node when it fails', async () => {
    const broken = turn(first, 'broken', () => Promise.reject(new Error('disk full')));
    await expect(broken).rejects.toThrow('disk full');
    expect(await turn(second, 'broken')).toBe(true);
  });

  it('is taken over from a process that died over it, after a minute', async () => {
    const now = first.now();
    expect(await first.get(Leases).take('crashed', 'dead process', now, now + 60_000)).toBe(true);
    expect(await turn(second, 'crashed')).toBe(false);
    bothAdvance(61);
    expect(await turn(second, 'crashed')).toBe(true);
  });
});

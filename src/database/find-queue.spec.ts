import type { Database } from './database';
import { FindQueue } from './find-queue';
import type { Table } from './table';

interface Row {
  id: string;
}

describe('a queue of look-ups', () => {
  function setUp() {
    const state = { inTransaction: false };
    const findEach = jest.fn(async (_: string, keys: readonly string[]): Promise<(Row | null)[]> =>
      keys.map((id) => (id.startsWith('r') ? { id } : null)),
    );
    const database = {
      get inTransaction() {
        return state.inTransaction;
      },
      statement: <T>(work: () => Promise<T>) => work(),
    };
    const table = { findEach } as unknown as Table<Row>;
    const queue = new FindQueue<Row>(database as unknown as Database, table, 'id');
    const asked = () => findEach.mock.calls.map(([, keys]) => keys.length);
    return { queue, state, findEach, asked };
  }

  it('asks for those of a moment together, and gives each its own row', async () => {
    const { queue, asked } = setUp();
    const keys = [...Array.from({ length: 38 }, (_, n) => `r${n}`), 'unknown', 'r1'];
    const rows = await Promise.all(keys.map((key) => queue.find(key)));
    expect(rows.map((row) => row?.id ?? 'unknown')).toEqual(keys);
    expect(rows[39]).not.toBe(rows[1]);
    expect(asked()).toEqual([32, 8]);
  });

  it('never gives what was read before it was wished for', async () => {
    const { queue, findEach } = setUp();
    let finish!: (rows: null[]) => void;
    findEach.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
    const early = queue.find('r1');
    await new Promise((resolve) => setImmediate(resolve));
    const late = queue.find('r1');
    finish([null]);
    expect(await early).toBeNull();
    expect(await late).toEqual({ id: 'r1' });
  });

  it('tells everybody where the database is away, and goes on', async () => {
    const { queue, findEach } = setUp();
    findEach.mockRejectedValueOnce(Object.assign(new Error('away'), { code: 'ECONNRESET' }));
    const answers = await Promise.allSettled(['r1', 'r2'].map((key) => queue.find(key)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await queue.find('r1')).toEqual({ id: 'r1' });
  });

  it('fails for the one that is in the way, and for no other', async () => {
    const { queue, findEach } = setUp();
    const find = findEach.getMockImplementation()!;
    findEach.mockImplementation(async (property, keys) => {
      if (keys.includes('locked')) throw new Error('locked');
      return find(property, keys);
    });
    const answers = await Promise.allSettled(['r1', 'locked', 'r2'].map((key) => queue.find(key)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('asks at once, and as a part of it, in a transaction', async () => {
    const { queue, state, asked } = setUp();
    state.inTransaction = true;
    await Promise.all(['r1', 'r2'].map((key) => queue.find(key)));
    expect(asked()).toEqual([1, 1]);
  });
});

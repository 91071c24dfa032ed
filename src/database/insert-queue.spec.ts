import type { Database } from './database';
import { InsertQueue } from './insert-queue';
import type { Table } from './table';

interface Row {
  id: string;
}

describe('a queue of new rows', () => {
  function setUp() {
    const state = { inTransaction: false };
    const written: string[][] = [];
    const insertAll = jest.fn(async (rows: readonly Row[]) => {
      const ids = rows.map(({ id }) => id);
      if (ids.includes('bad')) throw new Error('no good');
      written.push(ids);
    });
    const at = <T>(work: () => Promise<T>) => work();
    const database = {
      get inTransaction() {
        return state.inTransaction;
      },
      unseen: at,
      statement: at,
    };
    const queue = new InsertQueue<Row>(
      database as unknown as Database,
      { insertAll } as unknown as Table<Row>,
    );
    return { queue, state, written, insertAll };
  }

  const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `r${n}` }));

  it('writes those of a moment together, in statements of few lengths, each in its order', async () => {
    const { queue, written } = setUp();
    await Promise.all(rows(45).map((row) => queue.insert(row)));
    expect(written.map(({ length }) => length)).toEqual([32, 8, 4, 1]);
    expect(written.flat()).toEqual(rows(45).map(({ id }) => id));
  });

  it('fails for the one row that is no good, and for no other', async () => {
    const { queue, written } = setUp();
    const answers = await Promise.allSettled(['r0', 'bad', 'r2', 'r3'].map((id) => queue.insert({ id })));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(written.flat()).toEqual(['r0', 'r2', 'r3']);
  });

  it('fails for all of them where the database is away: they may be written or not', async () => {
    const { queue, written, insertAll } = setUp();
    const away = Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    insertAll.mockRejectedValueOnce(away);
    const answers = await Promise.allSettled(rows(4).map((row) => queue.insert(row)));
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
    expect(written).toEqual([]);
  });

  it('writes at once, and as a part of it, in a transaction', async () => {
    const { queue, state, written } = setUp();
    state.inTransaction = true;
    await Promise.all(rows(2).map((row) => queue.insert(row)));
    expect(written).toEqual([['r0'], ['r1']]);
  });
});

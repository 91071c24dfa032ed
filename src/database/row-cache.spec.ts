import { RowCache } from './row-cache';

interface Row {
  id: string;
  owner: string;
}

describe('a cache of rows', () => {
  function setUp(limit?: number) {
    const state = { inTransaction: false, assured: 0 };
    const freshness = {
      get inTransaction() {
        return state.inTransaction;
      },
      assure: async () => void state.assured++,
    };
    const about = ({ id, owner }: Row) => [`row ${id}`, `of ${owner}`];
    const cache = new RowCache<Row>(freshness, { table: 'rows', about, ...(limit && { limit }) });
    const read = jest.fn(async (id: string): Promise<Row | null> => ({ id, owner: id[0]! }));
    const get = (id: string) => cache.get(id, () => read(id));
    return { cache, state, read, get };
  }

  /** A read that waits until it is let go. */
  function slowly(read: jest.Mock) {
    let finish!: (row: Row) => void;
    read.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
    return (owner: string) => finish({ id: 'a1', owner });
  }

  it('reads a row once, and asks each time whether it may be believed', async () => {
    const { read, get, state } = setUp();
    const row = await get('a1');
    expect(await get('a1')).toBe(row);
    expect(read).toHaveBeenCalledTimes(1);
    expect(state.assured).toBe(2);
  });

  it('believes nothing that cannot be assured', async () => {
    const freshness = { inTransaction: false, assure: () => Promise.reject(new Error('away')) };
    const cache = new RowCache<Row>(freshness, { table: 'rows', about: () => [] });
    await expect(cache.get('a1', async () => ({ id: 'a1', owner: 'a' }))).rejects.toThrow('away');
  });

  it('reads anew what has changed, by each of its subjects, and nothing else', async () => {
    const { cache, read, get } = setUp();
    for (const id of ['a1', 'a2', 'b1']) await get(id);
    cache.drop('row a1');
    cache.drop('of b');
    for (const id of ['a1', 'a2', 'b1']) await get(id);
    expect(read.mock.calls.map(([id]) => id)).toEqual(['a1', 'a2', 'b1', 'a1', 'b1']);
    cache.dropAll();
    await get('a2');
    expect(read).toHaveBeenCalledTimes(6);
  });

  it('does not remember that something is not there', async () => {
    const { read, get } = setUp();
    read.mockResolvedValueOnce(null);
    expect(await get('a1')).toBeNull();
    expect(await get('a1')).toEqual({ id: 'a1', owner: 'a' });
  });

  it('lets those who come while a row is read share it', async () => {
    const { read, get } = setUp();
    const rows = await Promise.all([get('a1'), get('a1'), get('a1')]);
    expect(new Set(rows).size).toBe(1);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('keeps no row that changed while it was read, and gives it to nobody who came after the change', async () => {
    const { cache, read, get } = setUp();
    const finish = slowly(read);
    const early = get('a1');
    await Promise.resolve();
    cache.drop('of x');
    const late = get('a1');
    expect(await late).toEqual({ id: 'a1', owner: 'a' });
    finish('x');
    expect(await early).toEqual({ id: 'a1', owner: 'x' });
    expect(await get('a1')).toEqual({ id: 'a1', owner: 'a' });
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('keeps a row although others changed while it was read', async () => {
    const { cache, read, get } = setUp();
    const finish = slowly(read);
    const early = get('a1');
    await Promise.resolve();
    cache.drop('of y');
    finish('a');
    await early;
    await get('a1');
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('keeps no row of a time in which anything may have changed', async () => {
    const { cache, read, get } = setUp();
    const finish = slowly(read);
    const early = get('a1');
    await Promise.resolve();
    cache.dropAll();
    finish('a');
    await early;
    await get('a1');
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('keeps a row that is written, unless it changes before it is known to be there', async () => {
    const { cache, read, get } = setUp();
    const row = (id: string) => ({ id, owner: 'a' });
    await cache.add('a1', row('a1'), async () => undefined);
    await cache.add('a2', row('a2'), async () => {
      await Promise.resolve();
      cache.drop('row a2');
    });
    await expect(
      cache.add('a3', row('a3'), () => Promise.reject(new Error('not written'))),
    ).rejects.toThrow();
    for (const id of ['a1', 'a2', 'a3']) await get(id);
    expect(read.mock.calls.map(([id]) => id)).toEqual(['a2', 'a3']);
  });

  it('keeps no row that a transaction may take back', async () => {
    const { cache, state, read, get } = setUp();
    state.inTransaction = true;
    await cache.add('a1', { id: 'a1', owner: 'a' }, async () => undefined);
    state.inTransaction = false;
    await get('a1');
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('stands aside in a transaction', async () => {
    const { read, get, state } = setUp();
    await get('a1');
    state.inTransaction = true;
    await get('a1');
    expect(read).toHaveBeenCalledTimes(2);
    expect(state.assured).toBe(1);
  });

  it('has a bound', async () => {
    const { read, get } = setUp(2);
    for (const id of ['a1', 'a2', 'a3', 'a1']) await get(id);
    expect(read).toHaveBeenCalledTimes(4);
    await get('a3');
    expect(read).toHaveBeenCalledTimes(4);
  });

  it('gives out rows that nobody can change', async () => {
    const { get } = setUp();
    const row = (await get('a1'))!;
    expect(() => (row.owner = 'x')).toThrow(TypeError);
  });
});

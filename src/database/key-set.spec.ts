import { KeySet } from './key-set';

describe('the keys of a table', () => {
  function setUp(rows: string[], limit = 3) {
    const freshness = { inTransaction: false, assure: jest.fn(async () => undefined) };
    const read = jest.fn(async (most: number) => rows.slice(0, most));
    const keys = new KeySet(freshness, { table: 'rows', about: (key) => `row ${key}`, read, limit });
    return { keys, freshness, read };
  }

  it('are read once, and each answer asks whether they may be believed', async () => {
    const { keys, read, freshness } = setUp(['a', 'b']);
    expect(await Promise.all(['a', 'b', 'c'].map((key) => keys.has(key)))).toEqual([true, true, false]);
    expect(read).toHaveBeenCalledTimes(1);
    expect(freshness.assure).toHaveBeenCalledTimes(3);
  });

  it('leave what has changed to the database, also while they are read', async () => {
    const { keys, read } = setUp([]);
    let finish!: (found: string[]) => void;
    read.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
    const [changed, other] = [keys.has('a'), keys.has('b')];
    await Promise.resolve();
    keys.drop('row a');
    // A change of another kind has thrown them away: whoever waits still knows what has changed before.
    keys.dropAll();
    finish([]);
    expect(await Promise.all([changed, other])).toEqual([null, false]);
    expect(await keys.has('a')).toBe(false);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('are read anew after more changes than are remembered', async () => {
    const { keys, read } = setUp([]);
    await keys.has('a');
    for (const key of ['a', 'b', 'c']) keys.drop(`row ${key}`);
    expect(await keys.has('a')).toBeNull();
    keys.drop('row d');
    expect(await keys.has('a')).toBe(false);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('say nothing where there are too many, or inside a transaction', async () => {
    const many = setUp(['a', 'b', 'c', 'd']);
    expect(await many.keys.has('a')).toBeNull();
    const { keys, freshness } = setUp(['a']);
    freshness.inTransaction = true;
    expect(await keys.has('a')).toBeNull();
  });

  it('are tried again after they could not be read', async () => {
    const { keys, read } = setUp(['a']);
    read.mockRejectedValueOnce(new Error('away'));
    await expect(keys.has('a')).rejects.toThrow('away');
    expect(await keys.has('a')).toBe(true);
  });
});

import { LiveCopies } from './live-copies';

describe('live copies', () => {
  function setUp() {
    const changes = { count: 0, assure: jest.fn(async () => undefined) };
    return { changes, copies: new LiveCopies(changes) };
  }

  it('are renewed when something has changed, and only then', async () => {
    const { changes, copies } = setUp();
    const renew = jest.fn(async () => undefined);
    copies.register(renew);
    for (const count of [0, 0, 1, 1, 3]) {
      changes.count = count;
      expect(await copies.renew()).toBe(count);
    }
    expect(renew).toHaveBeenCalledTimes(3);
    expect(changes.assure).toHaveBeenCalledTimes(5);
  });

  it('are never older than they say: an older renewal that ends late is followed by another one', async () => {
    const { changes, copies } = setUp();
    let stored = 'old';
    let copy = '';
    const slow: (() => void)[] = [];
    copies.register(async () => {
      const read = stored;
      await new Promise<void>((resolve) => slow.push(resolve));
      copy = read;
    });
    const finishOne = async () => {
      while (slow.length === 0) await Promise.resolve();
      slow.shift()!();
    };
    const first = copies.renew();
    while (slow.length === 0) await Promise.resolve();
    [stored, changes.count] = ['new', 1];
    const later = copies.renew();
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    expect(slow).toHaveLength(1);
    await finishOne();
    expect(await first).toBe(0);
    await finishOne();
    expect(await later).toBe(1);
    expect(copy).toBe('new');
  });

  it('are tried again after a failure, which is told', async () => {
    const { copies } = setUp();
    const renew = jest.fn(async () => undefined).mockRejectedValueOnce(new Error('away'));
    copies.register(renew);
    await expect(copies.renew()).rejects.toThrow('away');
    await copies.renew();
    expect(renew).toHaveBeenCalledTimes(2);
  });
});

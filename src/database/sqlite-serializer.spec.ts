import { setImmediate as tick } from 'node:timers/promises';
import { SqliteSerializer } from './sqlite-serializer';

describe('the one connection of SQLite', () => {
  it('is used by one caller at a time, in the order of asking', async () => {
    const serializer = new SqliteSerializer();
    const log: string[] = [];
    const turn = (name: string, ticks: number) =>
      serializer.turn(async () => {
        log.push(`${name} begins`);
        for (let n = 0; n < ticks; n++) await tick();
        log.push(`${name} ends`);
        return name;
      });
    expect(await Promise.all([turn('a', 3), turn('b', 0), turn('c', 1)])).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('is free again after work that failed', async () => {
    const serializer = new SqliteSerializer();
    const broken = serializer.turn(() => Promise.reject(new Error('constraint')));
    const after = serializer.turn(async () => 'after');
    await expect(broken).rejects.toThrow('constraint');
    expect(await after).toBe('after');
  });

  it('serves what is called inside a turn at once', async () => {
    const serializer = new SqliteSerializer();
    const log: string[] = [];
    const outer = serializer.turn(async () => {
      await tick();
      await serializer.turn(() => serializer.turn(async () => void log.push('inside')));
      log.push('outer ends');
    });
    const other = serializer.turn(async () => void log.push('other'));
    await Promise.all([outer, other]);
    expect(log).toEqual(['inside', 'outer ends', 'other']);
  });

  it('is not lent to work that outlives its turn', async () => {
    const serializer = new SqliteSerializer();
    const log: string[] = [];
    let straggler: Promise<unknown> = Promise.resolve();
    let endTurn = (): void => undefined;
    await serializer.turn(async () => {
      straggler = new Promise<void>((resolve) => (endTurn = resolve)).then(() =>
        serializer.turn(async () => void log.push('straggler')),
      );
    });
    const other = serializer.turn(async () => {
      endTurn();
      for (let n = 0; n < 3; n++) await tick();
      log.push('other ends');
    });
    await Promise.all([other, straggler]);
    expect(log).toEqual(['other ends', 'straggler']);
  });
});

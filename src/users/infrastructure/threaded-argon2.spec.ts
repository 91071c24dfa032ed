import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { ThreadedArgon2 } from './threaded-argon2';

/** Of every thread of this process, as Linux tells it: field 19 of its `stat`, counted from behind the name. */
const priorities = (): number[] =>
  readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('the thread that hashes', () => {
  const argon2 = new ThreadedArgon2();
  const cost = { timeCost: 1, memoryCost: 8, parallelism: 1 };

  it('does several things, each for who has asked', async () => {
    const [first, second] = await Promise.all([argon2.hash('one', cost), argon2.hash('two', cost)]);
    expect(await argon2.verify(first, 'one')).toBe(true);
    expect(await argon2.verify(second, 'one')).toBe(false);
  });

  it('says what was wrong, and goes on', async () => {
    await expect(argon2.verify('no hash', 'one')).rejects.toThrow();
    expect(await argon2.hash('one', cost)).toMatch(/^\$argon2id\$/);
  });

  onLinux('stands behind the others of the process', async () => {
    await argon2.hash('one', cost);
    const behind = Math.max(getPriority(), 10);
    expect(priorities()).toContain(behind);
    expect(priorities().filter((priority) => priority === behind).length).toBeLessThan(priorities().length);
  });
});

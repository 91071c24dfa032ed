import { ADDRESS_LIMIT, NAME_LIMIT, type Throttle, waitAfter, withGuess, withoutGuess } from './throttle';

const MINUTE = 60_000;
const KEY = { hash: 'h', nameHash: 'n' };

/** That many guesses, one after another, each as soon as it may be. */
function guess(times: number, from: Throttle | null = null, at = 0): { state: Throttle; at: number } {
  let state = from;
  let now = at;
  for (let made = 0; made < times; made++) {
    now = Math.max(now, state?.lockedUntil ?? 0);
    state = withGuess(state, KEY, NAME_LIMIT, now)!;
  }
  return { state: state!, at: now };
}

describe('waiting after wrong passwords', () => {
  it('is nothing at first, then a minute, then twice as long each time, up to a quarter of an hour', () => {
    const waits = [0, 1, 9, 10, 11, 12, 13, 14, 15, 1000].map((n) => waitAfter(n, NAME_LIMIT) / MINUTE);
    expect(waits).toEqual([0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    expect(waitAfter(99, ADDRESS_LIMIT)).toBe(0);
    expect(waitAfter(100, ADDRESS_LIMIT)).toBe(MINUTE);
  });

  it('begins with the tenth guess', () => {
    const { state } = guess(9);
    expect(state).toMatchObject({ failures: 9, lockedUntil: 0 });
    const tenth = withGuess(state, KEY, NAME_LIMIT, 5)!;
    expect(tenth).toMatchObject({ failures: 10, lockedUntil: 5 + MINUTE });
    expect(withGuess(tenth, KEY, NAME_LIMIT, 4 + MINUTE)).toBeNull();
    expect(withGuess(tenth, KEY, NAME_LIMIT, 5 + MINUTE)).toMatchObject({ failures: 11 });
  });

  it('counts anew a quarter of an hour after the first guess', () => {
    const { state } = guess(9);
    expect(withGuess(state, KEY, NAME_LIMIT, 15 * MINUTE - 1)).toMatchObject({ failures: 10 });
    expect(withGuess(state, KEY, NAME_LIMIT, 15 * MINUTE)).toMatchObject({ failures: 1, lockedUntil: 0 });
  });

  it('goes on growing for a day, and is forgotten then', () => {
    const { state, at } = guess(12);
    const end = at + 4 * MINUTE + 24 * 60 * MINUTE;
    expect(withGuess(state, KEY, NAME_LIMIT, end - 1)).toMatchObject({ failures: 13 });
    expect(withGuess(state, KEY, NAME_LIMIT, end)).toMatchObject({ failures: 1 });
  });

  it('ends when the guess that brought it was none', () => {
    const { state } = guess(9);
    const tenth = withGuess(state, KEY, NAME_LIMIT, 1)!;
    expect(withoutGuess(tenth, tenth, NAME_LIMIT, 2)).toMatchObject({ failures: 9, lockedUntil: 0 });
  });

  it('stays when another guess has brought it', () => {
    const first = guess(1).state;
    const { state } = guess(11, first);
    const freed = withoutGuess(state, first, NAME_LIMIT, state.lockedUntil - 1);
    expect(freed).toMatchObject({ failures: 11, lockedUntil: state.lockedUntil });
    expect(withoutGuess({ ...first, failures: 0 }, first, NAME_LIMIT, 2)).toMatchObject({ failures: 0 });
  });

  it('numbers every change', () => {
    expect(guess(3).state.changes).toBe(3);
    expect(withoutGuess(guess(3).state, guess(1).state, NAME_LIMIT, 0).changes).toBe(4);
  });
});

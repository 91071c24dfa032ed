import type { EpochMs } from '../../shared/domain/clock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** After this many wrong passwords somebody has to wait. */
export interface GuessLimit {
  tries: number;
  /** The time in which they are counted; it begins with the first. */
  windowMs: number;
  /** How long after a wait the next wrong password brings a longer one. */
  rememberedMs: number;
}

/** For a name, whether somebody is called so or not, at one place or in a browser where the person has signed in before. */
export const NAME_LIMIT: GuessLimit = { tries: 10, windowMs: 15 * MINUTE, rememberedMs: 24 * HOUR };

/** For an address, whatever the names: coarse, because a whole office may stand behind one. */
export const ADDRESS_LIMIT: GuessLimit = { tries: 100, windowMs: 15 * MINUTE, rememberedMs: 15 * MINUTE };

const FIRST_WAIT = MINUTE;
/** The owner of a name that a stranger keeps guessing at gets a try at least this often, from any browser. */
const LONGEST_WAIT = 15 * MINUTE;

/** The wait after so many failures: none, a minute, then twice as long each time. */
export const waitAfter = (failures: number, { tries }: GuessLimit): number =>
  failures < tries ? 0 : Math.min(FIRST_WAIT * 2 ** (failures - tries), LONGEST_WAIT);

/** What is counted together, e.g. everything under one name; both are hashes. */
export interface ThrottleKey {
  hash: string;
  /** Of the name that it is about, so that it can be forgotten; null: of no one. */
  nameHash: string | null;
}

/** How many guesses were made at something, and until when nobody may make another. */
export class Throttle implements ThrottleKey {
  hash!: string;
  nameHash!: string | null;
  /** Passwords that were wrong, or are being checked now. */
  failures!: number;
  /** 0: nobody has to wait. */
  lockedUntil!: EpochMs;
  /** Counts the changes: only who has seen the latest state may change it. */
  changes!: number;
  /** From then on it counts no more. */
  expiresAt!: EpochMs;

  constructor(values: Throttle) {
    Object.assign(this, values);
  }
}

/**
 * The state after one more guess. It counts before the password is checked, as if it were wrong: guesses that are made
 * side by side cannot slip through together.
 *
 * @param seen null: nothing is known yet
 * @returns null when nobody may guess now
 */
export function withGuess(
  seen: Throttle | null,
  { hash, nameHash }: ThrottleKey,
  limit: GuessLimit,
  now: EpochMs,
): Throttle | null {
  const known = seen && seen.expiresAt > now ? seen : null;
  if (known && known.lockedUntil > now) return null;
  const failures = (known?.failures ?? 0) + 1;
  const wait = waitAfter(failures, limit);
  return new Throttle({
    hash,
    nameHash,
    failures,
    lockedUntil: wait === 0 ? 0 : now + wait,
    changes: (seen?.changes ?? 0) + 1,
    expiresAt: wait > 0 ? now + wait + limit.rememberedMs : (known?.expiresAt ?? now + limit.windowMs),
  });
}

/** The state after a guess that was none: the password was right, or could not be checked. */
export function withoutGuess(
  seen: Throttle,
  guess: Throttle,
  { tries, windowMs }: GuessLimit,
  now: EpochMs,
): Throttle {
  const failures = Math.max(seen.failures - 1, 0);
  const isOwnLock = seen.lockedUntil === guess.lockedUntil;
  const isFree = isOwnLock || failures < tries;
  return new Throttle({
    ...seen,
    failures,
    lockedUntil: isFree ? 0 : seen.lockedUntil,
    changes: seen.changes + 1,
    expiresAt: failures < tries ? Math.min(seen.expiresAt, now + windowMs) : seen.expiresAt,
  });
}

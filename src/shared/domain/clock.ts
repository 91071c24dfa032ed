/** Milliseconds since 1970-01-01T00:00:00Z. All moments in the domain and in the database are of this type. */
export type EpochMs = number;

/** Tells the time; tests bring one that they can move. */
export abstract class Clock {
  abstract now(): EpochMs;
}

export class SystemClock extends Clock {
  now(): EpochMs {
    return Date.now();
  }
}

/** NumericDate of RFC 7519 §2: whole seconds. */
export const toSeconds = (ms: EpochMs): number => Math.floor(ms / 1000);

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** Who has worked for so long has not failed at its start: the next pause is a short one again. */
const STEADY_MS = 60_000;

/** How long to wait before a process that ended is started again: longer each time, until one stays. */
export class BackOff {
  private failures = 0;

  /** @param livedMs how long the one that ended has lived */
  next(livedMs: number): number {
    this.failures = livedMs >= STEADY_MS ? 1 : this.failures + 1;
    return Math.min(FIRST_MS * 2 ** (this.failures - 1), LONGEST_MS);
  }
}

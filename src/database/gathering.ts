/** So many at once: a statement for more would be long, and its rows would wait for each other. */
export const MOST_TOGETHER = 32;

/**
 * Filled up to a power of two with the first one again: each length is a statement of its own, which every connection keeps
 * prepared.
 */
export const filledUp = <T>(some: readonly T[]): T[] => [
  ...some,
  ...Array.from({ length: 2 ** Math.ceil(Math.log2(some.length)) - some.length }, () => some[0]!),
];

/** What many requests want, done together: whoever comes while some is under way goes with the next. */
export abstract class Gathering<Wish> {
  private waiting: Wish[] = [];
  private isWorking = false;

  protected join(wish: Wish): void {
    this.waiting.push(wish);
    if (!this.isWorking) void this.workOff();
  }

  /** How many of those who wait are served next. */
  protected abstract portion(waiting: number): number;

  /** Serves them, or tells each what has failed; it never throws. */
  protected abstract serve(some: Wish[]): Promise<void>;

  private async workOff(): Promise<void> {
    this.isWorking = true;
    // Those who come in the same moment go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0)
      await this.serve(this.waiting.splice(0, this.portion(this.waiting.length)));
    this.isWorking = false;
  }
}

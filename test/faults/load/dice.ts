/** Random numbers that come again with the same seed (mulberry32). */
export class Dice {
  constructor(private state: number) {}

  /** A whole number from 0 up to, and without, `limit`. */
  upTo(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  /** One of them; undefined when there is none. */
  of<T>(all: readonly T[]): T | undefined {
    return all[this.upTo(Math.max(1, all.length))];
  }
}

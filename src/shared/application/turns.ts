/** More work waits than can be done soon. */
export class TooBusyError extends Error {}

/**
 * Lets costly work (hashing a password, say) happen a little at a time. A turn is handed on from one to the next, so that
 * nobody overtakes and no more than so many run.
 */
export class Turns {
  private running = 0;
  private readonly line: (() => void)[] = [];

  /** @param queue how many may wait; the next one is refused, which `onRefused` is told */
  constructor(
    private readonly atOnce: () => number,
    private readonly queue: () => number,
    private readonly onRefused: () => void = () => {},
  ) {}

  /** How many wait now. */
  get waiting(): number {
    return this.line.length;
  }

  /** Whether the next one would be refused. */
  get isFull(): boolean {
    return this.running >= this.atOnce() && this.line.length >= this.queue();
  }

  /** For who has seen that it is full, and does not come to take a turn. @throws TooBusyError always */
  refuse(): never {
    this.onRefused();
    throw new TooBusyError('Too many are waiting for their turn.');
  }

  /** @throws TooBusyError */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce()) this.running++;
    else if (this.isFull) this.refuse();
    else await new Promise<void>((resolve) => this.line.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      if (next) next();
      else this.running--;
    }
  }
}

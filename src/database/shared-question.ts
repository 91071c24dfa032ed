/** Where many ask, questions are put no closer together: each costs as much as a quarter of a request. */
const GAP_MS = 2;

/**
 * One question for everybody who has it at the moment.
 *
 * It is put when everything that has arrived together has been looked at, so that all of it shares one; who asked alone
 * is never kept longer. Whoever comes while it is under way waits for the next one: an answer is never older than the
 * wish for it.
 */
export class SharedQuestion<T> {
  private current: Promise<T> | null = null;
  /** Not put yet: whoever comes may still join. */
  private next: Promise<T> | null = null;
  private asking = 0;
  /** When the next may be put. */
  private notBefore = 0;

  constructor(private readonly put: () => Promise<T>) {}

  ask(): Promise<T> {
    this.asking++;
    return (this.next ??= this.gather());
  }

  private async gather(): Promise<T> {
    if (this.current) await this.current.catch(() => undefined);
    const wait = this.notBefore - performance.now();
    await new Promise((resolve) => (wait > 0 ? setTimeout(resolve, wait) : setImmediate(resolve)));
    this.notBefore = this.asking > 1 ? performance.now() + GAP_MS : 0;
    this.asking = 0;
    const answer = this.put();
    this.current = answer;
    this.next = null;
    try {
      return await answer;
    } finally {
      if (this.current === answer) this.current = null;
    }
  }
}

/**
 * One question for everybody who has it at the moment.
 *
 * It is put when everything that has arrived together has been looked at, so that all of it shares one. Whoever comes
 * while it is under way waits for the next one: an answer is never older than the wish for it.
 */
export class SharedQuestion<T> {
  private current: Promise<T> | null = null;
  /** Not put yet: whoever comes may still join. */
  private next: Promise<T> | null = null;

  constructor(private readonly put: () => Promise<T>) {}

  ask(): Promise<T> {
    return (this.next ??= this.gather());
  }

  private async gather(): Promise<T> {
    if (this.current) await this.current.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
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

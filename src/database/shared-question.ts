/**
 * One question for everybody who has it at the moment.
 *
 * Whoever comes while it is under way waits for the next one, so an answer is never older than the wish for it.
 */
export class SharedQuestion<T> {
  private current: Promise<T> | null = null;
  private next: Promise<T> | null = null;

  constructor(private readonly put: () => Promise<T>) {}

  ask(): Promise<T> {
    if (this.current === null) return this.begin();
    const begin = () => this.begin();
    return (this.next ??= this.current.then(begin, begin));
  }

  private begin(): Promise<T> {
    this.next = null;
    const answer = this.put();
    this.current = answer;
    const over = () => {
      if (this.next === null) this.current = null;
    };
    answer.then(over, over);
    return answer;
  }
}

import type { Database } from './database';
import { isTransient, isUnavailable } from './retry';

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

interface Waiting<Wish, Answer> {
  wish: Wish;
  done(answer: Answer): void;
  fail(error: unknown): void;
}

/**
 * What many requests want of the database, done by one statement: whoever comes while one is under way goes with the next.
 * What it reads is never older than the wish for it.
 */
export class StatementQueue<Wish, Answer> {
  private waiting: Waiting<Wish, Answer>[] = [];
  private isWorking = false;

  /** @param run does it for all of them, and answers in their order */
  constructor(
    private readonly database: Database,
    private readonly run: (wishes: readonly Wish[]) => Promise<readonly Answer[]>,
  ) {}

  /** In a transaction it is done as a part of it, at once. */
  async ask(wish: Wish): Promise<Answer> {
    if (this.database.inTransaction) {
      const [answer] = await this.run([wish]);
      return answer!;
    }
    return new Promise((done, fail) => {
      this.waiting.push({ wish, done, fail });
      if (!this.isWorking) void this.workOff();
    });
  }

  /** How many of those who wait are served next. */
  protected portion(_waiting: number): number {
    return MOST_TOGETHER;
  }

  private async workOff(): Promise<void> {
    this.isWorking = true;
    // Those who come in the same moment go together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0)
      await this.serve(this.waiting.splice(0, this.portion(this.waiting.length)));
    this.isWorking = false;
  }

  /** Serves them, or tells each what has failed; it never throws. */
  private async serve(some: Waiting<Wish, Answer>[]): Promise<void> {
    const wishes = some.map(({ wish }) => wish);
    try {
      const answers = await this.database.statement(() => this.run(wishes));
      some.forEach(({ done }, index) => done(answers[index]!));
    } catch (error) {
      // Perhaps all was done before the database went away: nobody can know.
      const isOver = isUnavailable(error) && !isTransient(error);
      if (some.length === 1 || isOver) return some.forEach(({ fail }) => fail(error));
      // One of them is no good, or its row is locked by somebody: each gets the answer for its own.
      for (const one of some) await this.serve([one]);
    }
  }
}

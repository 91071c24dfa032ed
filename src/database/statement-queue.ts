import type { Database } from './database';
import { Gathering, MOST_TOGETHER } from './gathering';
import { isTransient, isUnavailable } from './retry';

interface Waiting<Wish, Answer> {
  wish: Wish;
  done(answer: Answer): void;
  fail(error: unknown): void;
}

/**
 * What many requests want of the database, done by one statement while the former one is under way. What it reads is never
 * older than the wish for it.
 */
export class StatementQueue<Wish, Answer> extends Gathering<Waiting<Wish, Answer>> {
  /** @param run does it for all of them, and answers in their order */
  constructor(
    private readonly database: Database,
    private readonly run: (wishes: readonly Wish[]) => Promise<readonly Answer[]>,
  ) {
    super();
  }

  /** In a transaction it is done as a part of it, at once. */
  async ask(wish: Wish): Promise<Answer> {
    if (!this.database.inTransaction) return new Promise((done, fail) => this.join({ wish, done, fail }));
    const [answer] = await this.run([wish]);
    return answer!;
  }

  protected portion(_waiting: number): number {
    return MOST_TOGETHER;
  }

  protected async serve(some: Waiting<Wish, Answer>[]): Promise<void> {
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

import type { Database } from './database';
import { Gathering, MOST_TOGETHER } from './gathering';

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

  protected portion(): number {
    return MOST_TOGETHER;
  }

  protected async serve(some: Waiting<Wish, Answer>[]): Promise<void> {
    const wishes = some.map(({ wish }) => wish);
    try {
      const answers = await this.database.statement(() => this.run(wishes));
      some.forEach(({ done }, index) => done(answers[index]!));
    } catch (error) {
      for (const { fail } of some) fail(error);
    }
  }
}

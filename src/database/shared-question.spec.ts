import { SharedQuestion } from './shared-question';

describe('a shared question', () => {
  /** Answers are numbered by when their question was put; each waits until it is let go. */
  function setUp() {
    const open: { answer(): void; fail(): void }[] = [];
    const question = new SharedQuestion(
      () =>
        new Promise<number>((resolve, reject) => {
          const number = open.length;
          open.push({ answer: () => resolve(number), fail: () => reject(new Error(`no ${number}`)) });
        }),
    );
    return { question, open };
  }

  it('is put at once when none is under way', async () => {
    const { question, open } = setUp();
    const first = question.ask();
    open[0]!.answer();
    expect(await first).toBe(0);
    const second = question.ask();
    open[1]!.answer();
    expect(await second).toBe(1);
  });

  it('is not answered by one that was put before; all who wait share the next', async () => {
    const { question, open } = setUp();
    const first = question.ask();
    const late = [question.ask(), question.ask(), question.ask()];
    expect(open).toHaveLength(1);
    open[0]!.answer();
    expect(await first).toBe(0);
    await Promise.resolve();
    expect(open).toHaveLength(2);
    const later = question.ask();
    open[1]!.answer();
    expect(await Promise.all(late)).toEqual([1, 1, 1]);
    await Promise.resolve();
    open[2]!.answer();
    expect(await later).toBe(2);
    expect(open).toHaveLength(3);
  });

  it('fails for those alone who asked it: the next is put anew', async () => {
    const { question, open } = setUp();
    const first = question.ask();
    const late = question.ask();
    open[0]!.fail();
    await expect(first).rejects.toThrow('no 0');
    await Promise.resolve();
    open[1]!.answer();
    expect(await late).toBe(1);
  });
});

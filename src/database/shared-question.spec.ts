import { SharedQuestion } from './shared-question';

/** Until the next question has been put, were there one. */
const nextPut = () => new Promise((resolve) => setTimeout(resolve, 10));

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

  it('is put once for all who have arrived together', async () => {
    const { question, open } = setUp();
    const together = [question.ask(), question.ask(), question.ask()];
    await nextPut();
    expect(open).toHaveLength(1);
    open[0]!.answer();
    expect(await Promise.all(together)).toEqual([0, 0, 0]);
    const second = question.ask();
    await nextPut();
    open[1]!.answer();
    expect(await second).toBe(1);
  });

  it('is not answered by one that was put before; all who wait share the next', async () => {
    const { question, open } = setUp();
    const first = question.ask();
    await nextPut();
    const late = [question.ask(), question.ask(), question.ask()];
    await nextPut();
    expect(open).toHaveLength(1);
    open[0]!.answer();
    expect(await first).toBe(0);
    await nextPut();
    expect(open).toHaveLength(2);
    const later = question.ask();
    open[1]!.answer();
    expect(await Promise.all(late)).toEqual([1, 1, 1]);
    await nextPut();
    open[2]!.answer();
    expect(await later).toBe(2);
    expect(open).toHaveLength(3);
  });

  it('fails for those alone who asked it: the next is put anew', async () => {
    const { question, open } = setUp();
    const first = question.ask();
    await nextPut();
    const late = question.ask();
    open[0]!.fail();
    await expect(first).rejects.toThrow('no 0');
    await nextPut();
    open[1]!.answer();
    expect(await late).toBe(1);
  });
});

import { runInRequest } from '../shared/application/request-context';
import { ChangeFeed } from './change-feed';
import type { FeedEntry, FeedPosition } from './change-feed.schema';
import { type FeedReader, FeedUnreadableError } from './feed-reader';
import { RowCache } from './row-cache';

type Entry = Pick<FeedEntry, 'number' | 'tag' | 'subjects'>;

/** A feed that is written by hand. */
class FakeReader implements Pick<FeedReader, 'position' | 'between'> {
  entries: Entry[] = [];
  questions = 0;
  isAway = false;

  say(...subjects: string[]): void {
    const number = (this.entries.at(-1)?.number ?? 0) + 1;
    this.entries.push({ number, tag: `tag ${Math.random()}`, subjects: JSON.stringify(subjects) });
  }

  position = async (): Promise<FeedPosition> => {
    this.questions++;
    if (this.isAway) throw new Error('away');
    return this.entries.at(-1) ?? { number: 0, tag: '' };
  };

  between = async (first: number, last: number) =>
    this.entries.filter(({ number }) => number >= first && number <= last);
}

const request = () => ({
  ...{ requestId: 'req_1', ip: '::1', userAgent: null, page: null },
  languages: { asked: null, setting: null, cookie: null, accepted: undefined },
});

describe('the change feed', () => {
  function setUp() {
    const reader = new FakeReader();
    reader.say('before');
    const feed = new ChangeFeed(reader as unknown as FeedReader);
    const freshness = { inTransaction: false, assure: () => feed.assure() };
    const cache = new RowCache<{ id: string }>(freshness, { table: 'rows', about: ({ id }) => [id] });
    feed.watch(cache as RowCache<object>);
    const read = jest.fn(async (id: string) => ({ id }));
    /** Which of the rows are read anew. */
    const readAgain = async () => {
      read.mockClear();
      for (const id of ['a', 'b']) await cache.get(id, () => read(id));
      return read.mock.calls.map(([id]) => id);
    };
    return { reader, feed, readAgain };
  }

  it('drops what it speaks of, on whatever node that changed, and nothing else', async () => {
    const { reader, readAgain } = setUp();
    await readAgain();
    expect(await readAgain()).toEqual([]);
    reader.say('x', 'b');
    reader.say('y');
    expect(await readAgain()).toEqual(['b']);
    reader.say('table rows');
    expect(await readAgain()).toEqual(['a', 'b']);
    reader.say('table others');
    expect(await readAgain()).toEqual([]);
  });

  it.each<[string, (reader: FakeReader) => void]>([
    ['went back: the database is an older one', ({ entries }) => void entries.pop()],
    [
      'went back and came as far again, by other changes',
      (reader) => {
        reader.entries.pop();
        reader.say('y');
      },
    ],
    [
      'went back and came further',
      (reader) => {
        reader.entries.pop();
        reader.say('y');
        reader.say('z');
      },
    ],
    [
      'was cut before it was read',
      (reader) => {
        reader.say('y');
        reader.say('z');
        reader.entries.splice(0, 3);
      },
    ],
    ['is far ahead', (reader) => Array.from({ length: 1001 }, () => reader.say('y'))],
  ])('forgets everything when it %s', async (_, happens) => {
    const { reader, readAgain } = setUp();
    reader.say('x');
    await readAgain();
    expect(await readAgain()).toEqual([]);
    happens(reader);
    expect(await readAgain()).toEqual(['a', 'b']);
    expect(await readAgain()).toEqual([]);
  });

  it('is believed by nobody while it cannot be read', async () => {
    const { reader, readAgain } = setUp();
    await readAgain();
    reader.isAway = true;
    await expect(readAgain()).rejects.toThrow(FeedUnreadableError);
    reader.isAway = false;
    expect(await readAgain()).toEqual([]);
  });

  it('is asked once by a request, until that request changes something itself', async () => {
    const { reader, feed, readAgain } = setUp();
    await runInRequest(request(), async () => {
      await readAgain();
      await readAgain();
      expect(reader.questions).toBe(1);
      feed.noteOwn(new Set(['a']));
      expect(await readAgain()).toEqual(['a']);
      expect(reader.questions).toBe(2);
    });
  });
});

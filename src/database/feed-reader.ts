import type { FeedConnection, Row } from './feed-connection';
import type { FeedEntry, FeedPosition } from './change-feed.schema';

const POSITION = 'SELECT number, tag FROM grantor_feed_position WHERE id = 1';
const BETWEEN =
  'SELECT number, tag, subjects FROM grantor_feed_entries WHERE number >= ? AND number <= ? ORDER BY number';

/** The feed cannot be read, so nothing that is kept may be believed. */
export class FeedUnreadableError extends Error {
  constructor(cause: unknown) {
    super('The change feed cannot be read', { cause });
  }
}

type Entry = Pick<FeedEntry, 'number' | 'tag' | 'subjects'>;

/** Reads the feed, never as part of a transaction that is under way. */
export class FeedReader {
  constructor(private readonly connection: FeedConnection) {}

  async position(): Promise<FeedPosition> {
    const [row] = await this.connection.select(POSITION, []);
    if (!row) throw new Error('The row of the feed is missing');
    return positionOf(row);
  }

  /** Those from one number to another, both included, as far as they are still there. */
  async between(first: number, last: number): Promise<Entry[]> {
    const rows = await this.connection.select(BETWEEN, [first, last]);
    return rows.map((row) => ({ ...positionOf(row), subjects: String(row['subjects']) }));
  }
}

const positionOf = ({ number, tag }: Row): FeedPosition => ({ number: Number(number), tag: String(tag) });

import { EntitySchema } from 'typeorm';
import { integer, longText, moment, text } from './columns';

/** How far the feed has come. The tag is drawn anew for each change: it tells one history from another. */
export interface FeedPosition {
  number: number;
  tag: string;
}

/** One row, raised in the transaction of each change: numbers follow the order of commits. */
export const FeedPositionSchema = new EntitySchema<FeedPosition & { id: number }>({
  name: 'FeedPosition',
  tableName: 'grantor_feed_position',
  columns: {
    id: integer({ primary: true, primaryKeyConstraintName: 'pk_grantor_feed_position' }),
    number: moment(),
    tag: text(16),
  },
});

/** What changed in one transaction. */
export interface FeedEntry extends FeedPosition {
  /** See `subjects.ts`; a JSON list. */
  subjects: string;
  at: number;
}

export const FeedEntrySchema = new EntitySchema<FeedEntry>({
  name: 'FeedEntry',
  tableName: 'grantor_feed_entries',
  columns: {
    number: moment({ primary: true, primaryKeyConstraintName: 'pk_grantor_feed_entries' }),
    tag: text(16),
    subjects: longText(),
    at: moment(),
  },
  indices: [{ name: 'ix_grantor_feed_entries_at', columns: ['at'] }],
});

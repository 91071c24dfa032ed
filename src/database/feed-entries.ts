import { Injectable } from '@nestjs/common';
import { ChangeHistory } from '../shared/application/change-history';
import type { EpochMs } from '../shared/domain/clock';
import { Database } from './database';
import { purgeBefore } from './purge';

/** A node that has not asked for so long forgets everything that it keeps. */
const KEPT_MS = 3_600_000;

/** The entries of the change feed. */
@Injectable()
export class FeedEntries extends ChangeHistory {
  constructor(private readonly database: Database) {
    super();
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_feed_entries', 'number', at - KEPT_MS, limit, 'at');
  }
}

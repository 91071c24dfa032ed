import { Injectable } from '@nestjs/common';
import type { Purgeable } from '../shared/application/purgeable';
import type { EpochMs } from '../shared/domain/clock';
import { Database } from './database';
import { purgeBefore } from './purge';

/** A node that has not asked for so long forgets everything that it keeps. */
const KEPT_MS = 3_600_000;

/** Keeps the change feed short. */
@Injectable()
export class FeedEntries implements Purgeable {
  constructor(private readonly database: Database) {}

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_feed_entries', 'number', at - KEPT_MS, limit, 'at');
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import type { EpochMs } from '../../shared/domain/clock';
import { PendingRequests } from '../application/stores';
import { PendingRequest } from '../domain/pending-request';

/** The others go with the next request. */
const REMOVED_AT_ONCE = 100;

/** Waiting requests in our own table, so that a sign-in survives a restart and may continue on another node. */
@Injectable()
export class TypeOrmPendingRequests extends PendingRequests {
  constructor(private readonly database: Database) {
    super();
  }

  async add(pending: PendingRequest): Promise<void> {
    await this.rows.insert(pending);
  }

  find(id: string): Promise<PendingRequest | null> {
    return this.rows.findOneBy({ id });
  }

  async showTo(id: string, sessionId: string, scopes: readonly string[]): Promise<void> {
    await this.rows.update({ id }, { sessionId, shownScopes: [...scopes] });
  }

  async choose(id: string, sessionId: string): Promise<void> {
    await this.rows.update({ id }, { chosenBy: sessionId });
  }

  async keepLatest(browserHash: string, count: number): Promise<void> {
    const beyond = await this.rows.find({
      select: { id: true },
      where: { browserHash },
      order: { createdAt: 'DESC', id: 'DESC' },
      skip: count,
      take: REMOVED_AT_ONCE,
    });
    const ids = beyond.map(({ id }) => id);
    if (ids.length > 0) await this.database.statement(() => this.rows.delete(ids));
  }

  async take(id: string): Promise<boolean> {
    return (await this.database.statement(() => this.rows.delete({ id }))).affected === 1;
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_pending_requests', 'id', at, limit);
  }

  private get rows() {
    return this.database.repository(PendingRequest);
  }
}

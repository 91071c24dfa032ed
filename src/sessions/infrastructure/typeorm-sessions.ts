import { Injectable } from '@nestjs/common';
import { MoreThan, Not } from 'typeorm';
import { Database } from '../../database/database';
import { FindQueue } from '../../database/find-queue';
import { purgeBefore } from '../../database/purge';
import { readPage } from '../../database/read-page';
import { Table } from '../../database/table';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { EpochMs } from '../../shared/domain/clock';
import { Sessions } from '../application/sessions';
import { Session } from '../domain/session';

/** Sessions in our own table. */
@Injectable()
export class TypeOrmSessions extends Sessions {
  private readonly lookups: FindQueue<Session>;

  constructor(private readonly database: Database) {
    super();
    this.lookups = new FindQueue(database, new Table(database, Session), 'secretHash');
  }

  async add(session: Session): Promise<void> {
    await this.sessions.insert(session);
  }

  findBySecretHash(secretHash: string): Promise<Session | null> {
    return this.lookups.find(secretHash);
  }

  async renew({ id, ...values }: Session): Promise<boolean> {
    return (await this.sessions.update({ id }, values)).affected === 1;
  }

  async touch(id: string, at: EpochMs): Promise<void> {
    await this.sessions.update({ id }, { lastSeenAt: at });
  }

  find(id: string): Promise<Session | null> {
    return this.sessions.findOneBy({ id });
  }

  listOf(userId: string, at: EpochMs, page: PageRequest<'createdAt'>): Promise<Page<Session>> {
    const query = this.sessions.createQueryBuilder('session').where({ userId, expiresAt: MoreThan(at) });
    return readPage(query, page);
  }

  async removeOwn(userId: string, id: string): Promise<boolean> {
    return (await this.sessions.delete({ id, userId })).affected === 1;
  }

  async remove(id: string): Promise<void> {
    await this.sessions.delete({ id });
  }

  async removeOfUser(userId: string, kept: string | null = null): Promise<number> {
    const which = kept === null ? { userId } : { userId, id: Not(kept) };
    return (await this.sessions.delete(which)).affected ?? 0;
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_sessions', 'id', at, limit);
  }

  private get sessions() {
    return this.database.repository(Session);
  }
}

import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import type { EpochMs } from '../../shared/domain/clock';
import { Sessions } from '../application/sessions';
import { Session } from '../domain/session';

/** Sessions in our own table. */
@Injectable()
export class TypeOrmSessions extends Sessions {
  constructor(private readonly database: Database) {
    super();
  }

  async add(session: Session): Promise<void> {
    await this.sessions.insert(session);
  }

  findBySecretHash(secretHash: string): Promise<Session | null> {
    return this.sessions.findOneBy({ secretHash });
  }

  async renew({ id, ...values }: Session): Promise<boolean> {
    return (await this.sessions.update({ id }, values)).affected === 1;
  }

  async touch(id: string, at: EpochMs): Promise<void> {
    await this.sessions.update({ id }, { lastSeenAt: at });
  }

  async remove(id: string): Promise<void> {
    await this.sessions.delete({ id });
  }

  async removeOfUser(userId: string): Promise<number> {
    return (await this.sessions.delete({ userId })).affected ?? 0;
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_sessions', 'id', at, limit);
  }

  private get sessions() {
    return this.database.repository(Session);
  }
}

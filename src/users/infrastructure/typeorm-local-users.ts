import { Injectable } from '@nestjs/common';
import { IsNull, LessThan } from 'typeorm';
import { Database } from '../../database/database';
import { isDuplicate } from '../../database/retry';
import type { RowCache } from '../../database/row-cache';
import { aboutUser } from '../../database/subjects';
import { Table } from '../../database/table';
import type { EpochMs } from '../../shared/domain/clock';
import { EmailTakenError, LocalUsers } from '../application/local-users';
import { foldEmail, LocalUser } from '../domain/user';

const SEEN_NOTED_EVERY = 3_600_000;

/** People of the local directory in our own table. */
@Injectable()
export class TypeOrmLocalUsers extends LocalUsers {
  private readonly table: Table<LocalUser>;
  private readonly kept: RowCache<LocalUser>;

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, LocalUser);
    this.kept = database.cache({ table: 'grantor_users', about: ({ id }) => [aboutUser(id)] });
  }

  async add(user: LocalUser): Promise<void> {
    try {
      await this.database.unseen(() => this.users.insert(user));
    } catch (error) {
      throw isDuplicate(error) ? new EmailTakenError() : error;
    }
  }

  find(id: string): Promise<LocalUser | null> {
    return this.kept.get(id, () => this.table.findOne({ id }));
  }

  findByEmail(email: string): Promise<LocalUser | null> {
    return this.table.findOne({ emailFolded: foldEmail(email) });
  }

  list(): Promise<LocalUser[]> {
    return this.users.find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  count(): Promise<number> {
    return this.users.count();
  }

  async replace(user: LocalUser, readVersion: number): Promise<boolean> {
    const { id, lastSeenAt: _, ...values } = user;
    try {
      const result = await this.database.changing([aboutUser(id)], () =>
        this.users.update({ id, version: readVersion }, values),
      );
      return result.affected === 1;
    } catch (error) {
      throw isDuplicate(error) ? new EmailTakenError() : error;
    }
  }

  async noteSeen(id: string, at: EpochMs): Promise<void> {
    const longAgo = LessThan(at - SEEN_NOTED_EVERY);
    const stale = [
      { id, lastSeenAt: IsNull() },
      { id, lastSeenAt: longAgo },
    ];
    // Asked first: a change is told to every node, and this one is none for most.
    if (!(await this.users.existsBy(stale))) return;
    await this.database.changing([aboutUser(id)], () =>
      this.users.createQueryBuilder().update().set({ lastSeenAt: at }).where(stale).execute(),
    );
  }

  async remove(id: string, readVersion: number): Promise<boolean> {
    const result = await this.database.changing([aboutUser(id)], () =>
      this.users.delete({ id, version: readVersion }),
    );
    return result.affected === 1;
  }

  async lockActiveAdmins(): Promise<string[]> {
    const query = this.users.createQueryBuilder('user').where({ role: 'admin', status: 'active' });
    // SQLite has one writer at a time: its transaction is the lock.
    if (!this.database.isSqlite) query.setLock('pessimistic_write');
    return (await query.getMany()).map((user) => user.id);
  }

  private get users() {
    return this.database.repository(LocalUser);
  }
}

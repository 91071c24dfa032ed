import { AsyncLocalStorage } from 'node:async_hooks';
import { crc32 } from 'node:zlib';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  DataSource,
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  type Repository,
} from 'typeorm';
import { LOCK_SLOTS } from './locks.schema';
import { Transaction } from '../shared/domain/transaction';
import { retryTransient } from './retry';
import type { SqliteSerializer } from './sqlite-serializer';

/** What belongs to the transaction that is under way. */
interface Scope {
  manager: EntityManager;
  afterCommit: (() => void)[];
}

/**
 * The one way to the database: hands out the manager of the transaction that is under way, or the plain one.
 *
 * Adapters never open transactions of their own and never keep a manager.
 */
@Injectable()
export class Database extends Transaction implements OnApplicationShutdown {
  private readonly scopes = new AsyncLocalStorage<Scope>();

  constructor(
    readonly dataSource: DataSource,
    private readonly serializer: SqliteSerializer | null,
  ) {
    super();
  }

  get isSqlite(): boolean {
    return this.serializer !== null;
  }

  get manager(): EntityManager {
    return this.scopes.getStore()?.manager ?? this.dataSource.manager;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** READ COMMITTED on MySQL: REPEATABLE READ would show the loser of a race the state from before it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.scopes.getStore()) return work();
    let afterCommit: Scope['afterCommit'] = [];
    const attempt = (manager: EntityManager) => {
      afterCommit = [];
      return this.scopes.run({ manager, afterCommit }, work);
    };
    const result = await retryTransient(() =>
      this.serializer
        ? this.serializer.turn(() => this.runOnSqlite(attempt))
        : this.dataSource.transaction('READ COMMITTED', attempt),
    );
    for (const act of afterCommit) act();
    return result;
  }

  afterCommit(work: () => void): void {
    const scope = this.scopes.getStore();
    if (scope) scope.afterCommit.push(work);
    else work();
  }

  /** Names share a fixed number of rows: two names that meet in one wait for each other, which is harmless. */
  async lock(name: string): Promise<void> {
    if (!this.scopes.getStore()) throw new Error('A lock is held until its transaction ends: there is none');
    // SQLite has one writer at a time: its transaction is the lock.
    if (this.isSqlite) return;
    const slot = crc32(name) % LOCK_SLOTS;
    await this.manager.query('SELECT slot FROM grantor_locks WHERE slot = ? FOR UPDATE', [slot]);
  }

  /** Statements outside a transaction meet deadlocks too. */
  statement<T>(work: () => Promise<T>): Promise<T> {
    return this.scopes.getStore() ? work() : retryTransient(work);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  /** IMMEDIATE takes the write lock at once: a deferred one fails half-way when another process writes. */
  private async runOnSqlite<T>(attempt: (manager: EntityManager) => Promise<T>): Promise<T> {
    const { manager } = this.dataSource;
    await manager.query('BEGIN IMMEDIATE');
    try {
      const result = await attempt(manager);
      await manager.query('COMMIT');
      return result;
    } catch (error) {
      await manager.query('ROLLBACK');
      throw error;
    }
  }
}

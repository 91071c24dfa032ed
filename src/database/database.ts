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
import { ChangeFeed } from './change-feed';
import type { FeedConnection } from './feed-connection';
import { FeedReader } from './feed-reader';
import { LOCK_SLOTS } from './locks.schema';
import { Transaction } from '../shared/domain/transaction';
import { retryTransient } from './retry';
import { RowCache, type RowCacheOptions } from './row-cache';
import {
  type Bindable,
  MySqlStatements,
  type Outcome,
  SqliteStatements,
  type Statements,
} from './statements';
import type { SqliteSerializer } from './sqlite-serializer';
import { aboutTable } from './subjects';
import { WriteWatch, writtenTable } from './write-watch';

/** What belongs to the transaction that is under way. */
interface Scope {
  manager: EntityManager;
  afterCommit: (() => void)[];
  /** What the change feed will say. */
  changed: Set<string>;
}

/**
 * The one way to the database: hands out the manager of the transaction that is under way, or the plain one.
 *
 * Adapters never open transactions of their own and never keep a manager.
 */
@Injectable()
export class Database extends Transaction implements OnApplicationShutdown {
  private readonly scopes = new AsyncLocalStorage<Scope>();
  /** Set while a write runs about which the adapter has said what it changes. */
  private readonly told = new AsyncLocalStorage<true>();
  private readonly feed: ChangeFeed;
  private readonly statements: Statements;

  constructor(
    readonly dataSource: DataSource,
    private readonly serializer: SqliteSerializer | null,
    private readonly feedConnection: FeedConnection,
  ) {
    super();
    this.statements = serializer
      ? new SqliteStatements(dataSource, serializer)
      : new MySqlStatements(dataSource);
    this.feed = new ChangeFeed(new FeedReader(feedConnection));
    dataSource.subscribers.push(new WriteWatch((table) => this.noteWrite(table)));
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

  get inTransaction(): boolean {
    return this.scopes.getStore() !== undefined;
  }

  /** A prepared statement, for the hot paths: past everything that TypeORM does for the others. */
  async execute(sql: string, values: readonly Bindable[]): Promise<Outcome> {
    const table = writtenTable(sql);
    if (table) this.noteWrite(table);
    return this.statements.run(sql, values, this.scopes.getStore()?.manager ?? null);
  }

  /** Rows of a table that this node keeps as long as the change feed does not speak of them. */
  cache<T extends object>(options: RowCacheOptions<T>): RowCache<T> {
    const cache = new RowCache<T>(this, options);
    this.feed.watch(cache as unknown as RowCache<object>);
    return cache;
  }

  /** See `ChangeFeed.assure`. */
  assure(): Promise<void> {
    return this.feed.assure();
  }

  /** Writes rows that nodes keep: every node sees it in each request that begins after the commit. */
  changing<T>(subjects: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.run(() => {
      for (const subject of subjects) this.scopes.getStore()!.changed.add(subject);
      return this.told.run(true, work);
    });
  }

  /** Writes what nobody keeps, into a table of which rows are kept: new rows, dead ones, and notes for people. */
  unseen<T>(work: () => Promise<T>): Promise<T> {
    return this.told.run(true, work);
  }

  /** READ COMMITTED on MySQL (see `boundDatabase`): REPEATABLE READ would show the loser of a race the state from before it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.scopes.getStore()) return work();
    let afterCommit: Scope['afterCommit'] = [];
    let changed: Scope['changed'] = new Set();
    const attempt = (manager: EntityManager) => {
      afterCommit = [];
      changed = new Set();
      return this.scopes.run({ manager, afterCommit, changed }, async () => {
        const result = await work();
        if (changed.size > 0) await this.feed.append(manager, changed);
        return result;
      });
    };
    const transaction = () =>
      this.serializer
        ? this.serializer.turn(() => this.runOnSqlite(attempt))
        : this.dataSource.transaction(attempt);
    // Who has lost against somebody else looks again, too.
    const result = await retryTransient(transaction).finally(() => this.feed.noteOwn(changed));
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
    await this.feedConnection.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    // Node hands a storage on to every promise of the process as long as it is not told otherwise.
    this.scopes.disable();
    this.told.disable();
    this.serializer?.close();
  }

  /** A write into a table of which nodes keep rows, and nobody has said what it changes: then it is about all of them. */
  private noteWrite(table: string): void {
    if (!this.feed.isKept(table) || this.told.getStore()) return;
    const scope = this.scopes.getStore();
    if (!scope)
      throw new Error(`Nodes keep rows of ${table}: write them inside Database.changing, or Database.unseen`);
    scope.changed.add(aboutTable(table));
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
      // Where the disk is full, SQLite has rolled back by itself and refuses this: what was first is what is told.
      await manager.query('ROLLBACK').catch((failure: unknown) => {
        if (!String(failure).includes('no transaction is active')) throw failure;
      });
      throw error;
    }
  }
}

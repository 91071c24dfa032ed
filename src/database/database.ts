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
import { ambient, runIn } from '../shared/application/ambient';
import type { Changes } from '../shared/application/changes';
import { Transaction } from '../shared/domain/transaction';
import { KeySet, type KeySetOptions } from './key-set';
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

/** The transaction that is under way, and what belongs to it. */
interface Running {
  manager: EntityManager;
  afterCommit: (() => void)[];
  /** What the change feed will say. */
  changed: Set<string>;
}

/** Where the work that asks stands. */
interface Scope {
  owner: Database;
  running: Running | null;
  /** The adapter has said what the write that runs changes. */
  told: boolean;
}

/**
 * The one way to the database: hands out the manager of the transaction that is under way, or the plain one.
 *
 * Adapters never open transactions of their own and never keep a manager.
 */
@Injectable()
export class Database extends Transaction implements Changes, OnApplicationShutdown {
  private readonly outside: Scope = { owner: this, running: null, told: false };
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
    return this.running?.manager ?? this.dataSource.manager;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  get inTransaction(): boolean {
    return this.running !== null;
  }

  /** A prepared statement, for the hot paths: past everything that TypeORM does for the others. */
  async execute(sql: string, values: readonly Bindable[]): Promise<Outcome> {
    const table = writtenTable(sql);
    if (table) this.noteWrite(table);
    return this.statements.run(sql, values, this.running?.manager ?? null);
  }

  /** Rows of a table that this node keeps as long as the change feed does not speak of them. */
  cache<T extends object>(options: RowCacheOptions<T>): RowCache<T> {
    const cache = new RowCache<T>(this, options);
    this.feed.watch(cache);
    return cache;
  }

  /** The keys of a table, see `KeySet`; kept in the same way. */
  keySet(options: KeySetOptions): KeySet {
    const keys = new KeySet(this, options);
    this.feed.watch(keys);
    return keys;
  }

  /** See `ChangeFeed.assure`. */
  assure(): Promise<void> {
    return this.feed.assure();
  }

  get count(): number {
    return this.feed.count;
  }

  /** Writes rows that nodes keep: every node sees it in each request that begins after the commit. */
  changing<T>(subjects: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.run(() => {
      for (const subject of subjects) this.running!.changed.add(subject);
      return this.unseen(work);
    });
  }

  /** Writes what nobody keeps, into a table of which rows are kept: new rows, dead ones, and notes for people. */
  unseen<T>(work: () => Promise<T>): Promise<T> {
    return this.within({ running: this.running, told: true }, work);
  }

  /** READ COMMITTED on MySQL (see `boundDatabase`): REPEATABLE READ would show the loser of a race the state from before it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running) return work();
    let afterCommit: Running['afterCommit'] = [];
    let changed: Running['changed'] = new Set();
    const { told } = this.scope;
    const attempt = (manager: EntityManager) => {
      afterCommit = [];
      changed = new Set();
      const running = { manager, afterCommit, changed };
      return this.within({ running, told }, async () => {
        const result = await work();
        if (changed.size > 0) await this.feed.append(this, changed);
        return result;
      });
    };
    // Who has lost against somebody else looks again, too.
    const result = await retryTransient(() => this.statements.transaction(attempt)).finally(() =>
      this.feed.noteOwn(changed),
    );
    for (const act of afterCommit) act();
    return result;
  }

  afterCommit(work: () => void): void {
    if (this.running) this.running.afterCommit.push(work);
    else work();
  }

  /** Names share a fixed number of rows: two names that meet in one wait for each other, which is harmless. */
  async lock(name: string): Promise<void> {
    if (!this.running) throw new Error('A lock is held until its transaction ends: there is none');
    // SQLite has one writer at a time: its transaction is the lock.
    if (this.isSqlite) return;
    const slot = crc32(name) % LOCK_SLOTS;
    await this.execute('SELECT slot FROM grantor_locks WHERE slot = ? FOR UPDATE', [slot]);
  }

  /** Statements outside a transaction meet deadlocks too. */
  statement<T>(work: () => Promise<T>): Promise<T> {
    return this.running ? work() : retryTransient(work);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.feedConnection.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    this.serializer?.close();
  }

  /** A write into a table of which nodes keep rows, and nobody has said what it changes: then it is about all of them. */
  private noteWrite(table: string): void {
    const { running, told } = this.scope;
    if (!this.feed.isKept(table) || told) return;
    if (!running)
      throw new Error(`Nodes keep rows of ${table}: write them inside Database.changing, or Database.unseen`);
    running.changed.add(aboutTable(table));
  }

  private within<T>(scope: Omit<Scope, 'owner'>, work: () => T): T {
    const { request } = ambient();
    return runIn({ request, scope: { owner: this, ...scope } }, work);
  }

  private get scope(): Scope {
    const { scope } = ambient();
    return scope?.owner === this ? (scope as Scope) : this.outside;
  }

  private get running(): Running | null {
    return this.scope.running;
  }
}

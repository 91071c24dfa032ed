import { freezeDeeply } from './freeze-deeply';

/** What a cache has to know before it may be trusted. */
export interface Freshness {
  /** Whether what is read now belongs to a transaction: then only the database knows it. */
  readonly inTransaction: boolean;
  /** Returns when everything that changed before the request began has been dropped. @throws FeedUnreadableError */
  assure(): Promise<void>;
}

export interface RowCacheOptions<T> {
  /** The table that the rows are read from. */
  table: string;
  /** What changes make a row old; see `subjects.ts`. */
  about(row: T, key: string): readonly string[];
  /** How many rows are kept; the ones that came first go first. */
  limit?: number;
}

/** A row that is being read, and what has changed since that began. */
interface Load<T> {
  row: Promise<T | null>;
  changed: Set<string>;
}

const LIMIT = 10_000;

/**
 * Rows that were read before, kept in a bounded number and given out frozen. What is not there is never remembered.
 *
 * It is asked in any order: what has changed while a row was read, is known, and such a row is not kept.
 */
export class RowCache<T extends object> {
  readonly table: string;
  private readonly rows = new Map<string, T>();
  private readonly keys = new Map<string, Set<string>>();
  private readonly loads = new Map<string, Load<T>>();

  constructor(
    private readonly freshness: Freshness,
    private readonly options: RowCacheOptions<T>,
  ) {
    this.table = options.table;
  }

  /** The kept row of a key, or what `read` finds. */
  async get(key: string, read: () => Promise<T | null>): Promise<T | null> {
    if (this.freshness.inTransaction) return read();
    await this.freshness.assure();
    const kept = this.rows.get(key);
    if (kept) return kept;
    const running = this.loads.get(key);
    // Perhaps it read the row before it changed.
    if (running && running.changed.size === 0) return running.row;
    return this.load(key, read);
  }

  /** Writes a new row and keeps it, where no transaction can undo it. It is frozen from then on. */
  async add(key: string, row: T, write: () => Promise<void>): Promise<void> {
    if (this.freshness.inTransaction) return write();
    await this.load(key, () => write().then(() => row));
  }

  /** Something has changed: what is kept about it goes, and what is being read is not kept. */
  drop(subject: string): void {
    for (const load of this.loads.values()) load.changed.add(subject);
    for (const key of this.keys.get(subject) ?? []) this.forget(key);
  }

  /** Anything may have changed. */
  dropAll(): void {
    for (const load of this.loads.values()) load.changed.add(EVERYTHING);
    this.rows.clear();
    this.keys.clear();
  }

  private async load(key: string, read: () => Promise<T | null>): Promise<T | null> {
    const load: Load<T> = { row: read(), changed: new Set() };
    this.loads.set(key, load);
    try {
      const row = await load.row;
      if (row) freezeDeeply(row);
      // A load that another took the place of is told of no more changes.
      if (row && this.loads.get(key) === load && !this.isOld(key, row, load)) this.keep(key, row);
      return row;
    } finally {
      if (this.loads.get(key) === load) this.loads.delete(key);
    }
  }

  private isOld(key: string, row: T, load: Load<T>): boolean {
    if (load.changed.size === 0) return false;
    return (
      load.changed.has(EVERYTHING) ||
      this.options.about(row, key).some((subject) => load.changed.has(subject))
    );
  }

  private keep(key: string, row: T): void {
    this.rows.set(key, row);
    for (const subject of this.options.about(row, key)) {
      const keys = this.keys.get(subject);
      if (keys) keys.add(key);
      else this.keys.set(subject, new Set([key]));
    }
    if (this.rows.size > (this.options.limit ?? LIMIT)) this.forget(this.rows.keys().next().value!);
  }

  private forget(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    this.rows.delete(key);
    for (const subject of this.options.about(row, key)) {
      const keys = this.keys.get(subject);
      keys?.delete(key);
      if (keys?.size === 0) this.keys.delete(subject);
    }
  }
}

const EVERYTHING = '*';

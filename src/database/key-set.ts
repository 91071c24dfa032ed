import type { Freshness } from './row-cache';

export interface KeySetOptions {
  table: string;
  /** What a change of the row with that key is about; see `subjects.ts`. */
  about(key: string): string;
  /** So many keys of the table, in any order. */
  read(limit: number): Promise<string[]>;
  /** A table with more rows is not kept. */
  limit?: number;
}

/** The keys at one moment, and what has changed since they began to be read. */
interface Reading {
  /** Null: there are too many. */
  keys: Promise<ReadonlySet<string> | null>;
  changed: Set<string>;
}

const LIMIT = 10_000;

/** All keys of a table that most often has few rows: whoever asks for one that is not there need not ask the database. */
export class KeySet {
  readonly table: string;
  private reading: Reading | null = null;
  private readonly limit: number;

  constructor(
    private readonly freshness: Freshness,
    private readonly options: KeySetOptions,
  ) {
    this.table = options.table;
    this.limit = options.limit ?? LIMIT;
  }

  /** Whether there is a row with that key; null where only the database can say. */
  async has(key: string): Promise<boolean | null> {
    if (this.freshness.inTransaction) return null;
    await this.freshness.assure();
    const { keys, changed } = (this.reading ??= this.read());
    const known = await keys;
    if (known === null || changed.has(this.options.about(key))) return null;
    return known.has(key);
  }

  /** Only the database knows the row from now on. */
  drop(subject: string): void {
    const { reading } = this;
    if (!reading) return;
    reading.changed.add(subject);
    if (reading.changed.size > this.limit) this.dropAll();
  }

  dropAll(): void {
    this.reading = null;
  }

  private read(): Reading {
    const keys = this.options
      .read(this.limit + 1)
      .then((found) => (found.length > this.limit ? null : new Set(found)));
    const reading = { keys, changed: new Set<string>() };
    // Who waits for it is told why; the next one tries again.
    keys.catch(() => {
      if (this.reading === reading) this.reading = null;
    });
    return reading;
  }
}

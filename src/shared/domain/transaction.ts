/**
 * Runs several writes as one: all or none are kept, and all of them are on disk when it returns.
 *
 * It may run the work again from its beginning (after a deadlock), so the work does nothing but reads and writes
 * of the database. It is no unit of work: who wins a race is said by a single conditional statement inside.
 */
export abstract class Transaction {
  abstract run<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Inside a transaction: waits until no other transaction holds the name, and holds it until this one ends. For quotas
   * and other rules about rows that are not there yet, which no row lock can guard.
   */
  abstract lock(name: string): Promise<void>;

  /**
   * Does what is no work of the database (a mail, say) when the transaction is on disk, and not at all when it is undone;
   * at once where none is under way. Nobody waits for it.
   */
  abstract afterCommit(work: () => void): void;
}

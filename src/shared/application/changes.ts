/** How far what nodes keep of the database is known to have changed (ADR 11). */
export abstract class Changes {
  /** Returns when everything that changed before the request began is known; while it cannot be, it throws. */
  abstract assure(): Promise<void>;
  /** Grows with each change that this node learns of: what was made out of kept rows at the same count is still right. */
  abstract readonly count: number;
}

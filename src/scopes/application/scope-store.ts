import type { StoredScope } from '../domain/stored-scope';

/** The name is taken. */
export class ScopeTakenError extends Error {}

/** Where the scopes of administrators are kept. */
export abstract class ScopeStore {
  abstract all(): Promise<readonly StoredScope[]>;
  /** @throws ScopeTakenError */
  abstract add(scope: StoredScope): Promise<void>;
  /** Writes it if nobody has since it was read; says whether it did. */
  abstract replace(scope: StoredScope, readVersion: number): Promise<boolean>;
  /** Deletes it if nobody has changed it since it was read; says whether it did. */
  abstract remove(name: string, readVersion: number): Promise<boolean>;
}

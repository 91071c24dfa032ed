import type { EpochMs } from '../../shared/domain/clock';

/** Where a scope is written down: what may ask for it, and what has been given it and lives. */
export interface ScopeUse {
  clients: number;
  authorizations: number;
  /** Stored ones. */
  tokens: number;
}

/** Counts where a scope is used. */
export abstract class ScopeUses {
  abstract count(scope: string, at: EpochMs): Promise<ScopeUse>;
}

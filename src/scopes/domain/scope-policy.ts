import type { Resource } from './resource';

/** Who asks for scopes, for whom, and to use where. */
export interface ScopeContext {
  client: { id: string; scopes: readonly string[]; firstParty: boolean } | null;
  user: { id: string; role: 'member' | 'admin' } | null;
  resource: Resource;
}

/**
 * Replaceable part: which of the scopes that client, catalogue and role allow shall really be given.
 *
 * It can only narrow: words that were not in `scopes` are dropped from its answer.
 */
export abstract class ScopePolicy {
  /** Whether the same question always gets the same answer: only then an answer is kept, until something changes. */
  readonly isSteady: boolean = false;

  abstract narrow(scopes: readonly string[], context: ScopeContext): Promise<readonly string[]>;
}

/** The default: client ∩ catalogue ∩ role is the answer. */
export class KeepAllScopes extends ScopePolicy {
  override readonly isSteady = true;

  async narrow(scopes: readonly string[]): Promise<readonly string[]> {
    return scopes;
  }
}

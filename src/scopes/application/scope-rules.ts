import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { OAuthError } from '../../shared/domain/oauth-error';
import { normalizeResourceUri } from '../domain/resource';
import { intersect, parseScope, union } from '../domain/scope';
import { type ScopeContext, ScopePolicy } from '../domain/scope-policy';
import { ScopeCatalogue } from './scope-catalogue';

/** Decides which scopes a request may ask for, and which of them are given. */
@Injectable()
export class ScopeRules {
  constructor(
    private readonly catalogue: ScopeCatalogue,
    private readonly policy: ScopePolicy,
    private readonly settings: Settings,
  ) {}

  /**
   * The scopes that a request asks for; without a `scope` parameter the default ones (RFC 6749 §3.3).
   *
   * @throws OAuthError `invalid_scope` for a malformed, unknown or disallowed word
   */
  requested(parameter: string | null, allowed: readonly string[]): string[] {
    if (parameter === null)
      return intersect(union(this.settings.defaultScopes, this.catalogue.defaults()), allowed);
    const scopes = parseScope(parameter);
    if (!scopes) throw OAuthError.invalidScope('scope is too long or has a character that no scope may have');
    for (const scope of scopes) {
      if (!this.catalogue.find(scope))
        throw OAuthError.invalidScope('scope names something that this server does not know');
      if (!allowed.includes(scope))
        throw OAuthError.invalidScope('scope names something that this client may not ask for');
    }
    return scopes;
  }

  /** See `ScopePolicy.isSteady`. */
  get isSteady(): boolean {
    return this.policy.isSteady;
  }

  /** Requested ∩ client ∩ catalogue ∩ resource ∩ role, narrowed by the company's policy. Never more than `scopes`. */
  async permitted(scopes: readonly string[], context: ScopeContext): Promise<string[]> {
    const ours = this.catalogue
      .describe(scopes)
      .filter((scope) => {
        if (context.user && scope.role === 'admin' && context.user.role !== 'admin') return false;
        if (context.user ? scope.grantableTo === 'clients' : scope.grantableTo === 'users') return false;
        if (scope.audience && !isFor(context.resource.uri, scope.audience)) return false;
        return !scope.firstPartyOnly || context.client === null || context.client.firstParty;
      })
      .map((scope) => scope.name);
    const ofClient = context.client ? intersect(ours, context.client.scopes) : ours;
    const ofResource = context.resource.scopes ? intersect(ofClient, context.resource.scopes) : ofClient;
    return intersect(ofResource, await this.policy.narrow([...ofResource], context));
  }
}

const isFor = (uri: string, audience: string): boolean =>
  normalizeResourceUri(uri) === normalizeResourceUri(audience);

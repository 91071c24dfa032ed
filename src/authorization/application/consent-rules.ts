import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Resources } from '../../scopes/application/resources';
import { ScopeRules } from '../../scopes/application/scope-rules';
import { isSubset } from '../../scopes/domain/scope';
import type { Session } from '../../sessions/domain/session';
import { Clock } from '../../shared/domain/clock';
import type { User } from '../../users/domain/user';
import type { AuthorizationRequest } from '../domain/authorization-request';
import type { Consent } from '../domain/consent';
import { ResponseTypes } from './response-type';
import { Consents } from './stores';

const FRESH_MS = 15 * 60_000;

/** Decides what a person can allow an app, and whether they must be asked (ASVS 10.7). */
@Injectable()
export class ConsentRules {
  constructor(
    private readonly consents: Consents,
    private readonly scopeRules: ScopeRules,
    private readonly resources: Resources,
    private readonly responseTypes: ResponseTypes,
    private readonly clock: Clock,
  ) {}

  /** What of the request this person can give this client. */
  async permittedScopes(request: AuthorizationRequest, client: Client, user: User): Promise<string[]> {
    const resource = await this.resources.require(request.resource);
    return this.scopeRules.permitted(request.scopes, { client, user, resource });
  }

  remembered(request: AuthorizationRequest, client: Client, user: User): Promise<Consent | null> {
    return this.consents.find(user.id, client.ref, request.resource);
  }

  /**
   * First-party apps and remembered consents need no question, but only where something proves who asks: an app that
   * answers at a loopback address or a custom scheme could be any program (RFC 8252 §8.6).
   */
  mustAsk(request: AuthorizationRequest, client: Client, scopes: string[], known: Consent | null): boolean {
    if (
      request.prompt.includes('consent') ||
      !client.mayBeRecognizedAt(request.redirectUri, this.grantTypeOf(request))
    )
      return true;
    return !client.firstParty && (known === null || !isSubset(scopes, known.scopes));
  }

  private grantTypeOf(request: AuthorizationRequest): string {
    return this.responseTypes.find(request.responseType)?.grantType ?? request.responseType;
  }

  /** Power over the organization is not given away by whoever finds the browser open. */
  needsFreshSignIn(scopes: string[], session: Session): boolean {
    return (
      scopes.some((scope) => scope.startsWith('admin:')) && this.clock.now() - session.authTime > FRESH_MS
    );
  }
}

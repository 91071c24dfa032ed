import { Injectable } from '@nestjs/common';
import { ClientAuthenticator } from '../../clients/application/authentication/client-authenticator';
import { type Counter, Metrics } from '../../shared/application/metrics';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import { clientParty, SecurityEvents } from '../../shared/domain/security-events';
import { Grants, type IssuedTokens } from './grant';

/** Names that the protocol gives a single value at the token endpoint (RFC 6749 §3.2). */
const SINGLE = [
  'grant_type',
  'client_id',
  'client_secret',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'scope',
];

/** The token endpoint (RFC 6749 §3.2): authenticates the client, chooses the grant, tells what happened. */
@Injectable()
export class TokenEndpoint {
  private readonly granted: Counter;

  constructor(
    private readonly authenticator: ClientAuthenticator,
    private readonly grants: Grants,
    private readonly events: SecurityEvents,
    metrics: Metrics,
  ) {
    this.granted = metrics.counter('grantor_grants_total', 'Token requests that were granted.');
  }

  /** @param authorization the raw Authorization header, or null */
  async exchange(authorization: string | null, params: Parameters): Promise<IssuedTokens> {
    params.requireSingle(SINGLE);
    const type = params.require('grant_type');
    const client = await this.authenticator.authenticate({
      authorization,
      clientId: params.one('client_id'),
      clientSecret: params.one('client_secret'),
    });
    const grant = this.grants.find(type);
    if (!grant)
      throw OAuthError.unsupportedGrantType(
        'This server does not know that grant_type, or it is switched off',
      );
    if (!client.mayUse(type)) throw OAuthError.unauthorizedClient('This client may not use that grant_type');
    const issued = await grant.exchange(client, params);
    await this.events.publish({
      type: type === 'refresh_token' ? 'token.refreshed' : 'token.issued',
      outcome: 'success',
      actor: clientParty(client.id),
      target: { type: 'authorization', id: issued.authorizationId },
      clientId: client.id,
      userId: issued.userId,
    });
    this.granted.add({ grant_type: type });
    return issued;
  }
}

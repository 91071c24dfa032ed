import { Injectable } from '@nestjs/common';
import { OAuthError } from '../../../shared/domain/oauth-error';
import { type Client, clientRef } from '../../domain/client';
import { Clients } from '../clients';
import type { Claim, ClientAuthenticationMethod, ClientCredentials } from './authentication-method';
import { ClientFailures } from './client-failures';
import { ClientSecretBasic } from './client-secret-basic';
import { ClientSecretPost } from './client-secret-post';
import { NoAuthentication } from './none';
import { SecretCheck } from './secret-check';

/** The methods that this server knows, in the order in which metadata names them. */
export const AUTHENTICATION_METHODS: readonly ClientAuthenticationMethod[] = [
  new ClientSecretBasic(),
  new ClientSecretPost(),
  new NoAuthentication(),
];

/** Finds out which client sent a request to a protocol endpoint, and refuses when it cannot prove it. */
@Injectable()
export class ClientAuthenticator {
  constructor(
    private readonly clients: Clients,
    private readonly secretCheck: SecretCheck,
    private readonly failures: ClientFailures,
  ) {}

  /**
   * Exactly one method per request (RFC 6749 §2.3); confidential clients always with a secret, public ones never.
   *
   * @throws OAuthError `invalid_client`, or `invalid_request` when two methods are used at once
   */
  async authenticate(credentials: ClientCredentials): Promise<Client> {
    const { method, claim } = this.readClaim(credentials);
    const client = await this.clients.findByRef(clientRef(claim.clientId));
    const proven =
      client !== null && client.id === claim.clientId && (await this.proves(client, method, claim));
    if (!proven || !client.isActive) throw await this.failures.note(client);
    return client;
  }

  private readClaim(credentials: ClientCredentials): { method: ClientAuthenticationMethod; claim: Claim } {
    if (credentials.authorization !== null && credentials.clientSecret !== null) {
      throw OAuthError.invalidRequest(
        'Use one way to authenticate: the Authorization header or client_secret, not both',
      );
    }
    for (const method of AUTHENTICATION_METHODS) {
      const claim = method.read(credentials);
      if (!claim) continue;
      if (credentials.clientId !== null && credentials.clientId !== claim.clientId) {
        throw OAuthError.invalidRequest('client_id differs from the client in the Authorization header');
      }
      return { method, claim };
    }
    throw OAuthError.invalidClient('The request does not say which client sent it');
  }

  private async proves(client: Client, method: ClientAuthenticationMethod, claim: Claim): Promise<boolean> {
    if (client.isPublic || claim.secret === null) return client.isPublic && method.name === 'none';
    if (client.authenticationMethod !== null && client.authenticationMethod !== method.name) return false;
    return this.secretCheck.isRight(client, claim.secret);
  }
}

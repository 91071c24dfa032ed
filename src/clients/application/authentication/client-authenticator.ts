import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/domain/clock';
import { OAuthError } from '../../../shared/domain/oauth-error';
import { equalInConstantTime, sha256 } from '../../../shared/domain/secret';
import { type Client, clientRef } from '../../domain/client';
import { Clients, ClientSecrets } from '../clients';
import type { Claim, ClientAuthenticationMethod, ClientCredentials } from './authentication-method';
import { ClientFailures } from './client-failures';
import { ClientSecretBasic } from './client-secret-basic';
import { ClientSecretPost } from './client-secret-post';
import { NoAuthentication } from './none';

/** The methods that this server knows, in the order in which metadata names them. */
export const AUTHENTICATION_METHODS: readonly ClientAuthenticationMethod[] = [
  new ClientSecretBasic(),
  new ClientSecretPost(),
  new NoAuthentication(),
];

const MIN_SECRET_LENGTH = 32;
/** `last_used_at` is for people; once a minute is enough. */
const USE_NOTED_EVERY = 60_000;

/** Finds out which client sent a request to a protocol endpoint, and refuses when it cannot prove it. */
@Injectable()
export class ClientAuthenticator {
  constructor(
    private readonly clients: Clients,
    private readonly secrets: ClientSecrets,
    private readonly failures: ClientFailures,
    private readonly clock: Clock,
    private readonly settings: Settings,
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
    // The demo's secrets are short and known to everybody: they are worth something in the demo only.
    if (claim.secret.length < MIN_SECRET_LENGTH && this.settings.mode !== 'demo') return false;
    const now = this.clock.now();
    const presented = sha256(claim.secret);
    const live = (await this.secrets.listOf(client.ref)).filter((secret) => secret.isLive(now));
    const used = live.find((secret) => equalInConstantTime(secret.hash, presented));
    if (used && now - (used.lastUsedAt ?? 0) > USE_NOTED_EVERY) await this.secrets.noteUse(used, now);
    return used !== undefined;
  }
}

import { rfc3339, rfc3339OrNull } from '../shared/http/rfc3339';
import type { RegisteredClient } from './application/client-registration';
import type { MadeSecret } from './application/client-secret-keeper';
import type { Client } from './domain/client';
import type { ClientSecret } from './domain/client-secret';

/** A client as REST, CLI and the files of `client:apply` show it. */
export const clientBody = (client: Client, secrets: readonly ClientSecret[]) => ({
  client_id: client.id,
  name: client.name,
  type: client.type,
  redirect_uris: client.redirectUris,
  scopes: client.scopes,
  grant_types: client.grantTypes,
  token_endpoint_auth_method: client.authenticationMethod ?? 'client_secret_basic',
  require_pkce: client.needsPkce,
  access_token_format: client.accessTokenFormat,
  access_token_ttl: client.accessTokenTtl,
  refresh_token_ttl: client.refreshTokenTtl,
  first_party: client.firstParty,
  introspect: client.introspect,
  status: client.status,
  owner_id: client.ownerId,
  secrets: secrets.map(secretBody),
  created_at: rfc3339(client.createdAt),
  updated_at: rfc3339(client.updatedAt),
});

/** A client that has just been registered: its secret is in this answer only. */
export const registeredBody = ({ client, secret }: RegisteredClient, secrets: readonly ClientSecret[]) => ({
  ...clientBody(client, secrets),
  ...(secret !== null && { client_secret: secret, secret_shown_once: true }),
});

/** A secret without its value: one that works, for nobody is shown those that are over. */
export const secretBody = (secret: ClientSecret) => ({
  id: secret.id,
  last4: secret.last4,
  created_at: rfc3339(secret.createdAt),
  created_by: secret.createdBy,
  expires_at: rfc3339OrNull(secret.expiresAt),
  last_used_at: rfc3339OrNull(secret.lastUsedAt),
  leak_reported_at: rfc3339OrNull(secret.leakReportedAt),
  status: 'active',
});

/** A secret that has just been made: its value is in this answer only. */
export const madeSecretBody = ({ secret, value }: MadeSecret) => ({
  ...secretBody(secret),
  secret: value,
  secret_shown_once: true,
});

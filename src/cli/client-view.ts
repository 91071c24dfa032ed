import type { Client } from '../clients/domain/client';
import type { ClientSecret } from '../clients/domain/client-secret';
import { columns, momentJson, momentText } from './text';

/** A client as the REST API shows it. */
export const clientJson = (client: Client, secrets: readonly ClientSecret[]) => ({
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
  secrets: secrets.map((secret) => ({
    id: secret.id,
    last4: secret.last4,
    created_at: momentJson(secret.createdAt),
    expires_at: momentJson(secret.expiresAt),
    last_used_at: momentJson(secret.lastUsedAt),
  })),
  created_at: momentJson(client.createdAt),
  updated_at: momentJson(client.updatedAt),
});

/** A client as people read it. @param secret in clear, where it was just made */
export function clientText(client: Client, secrets: readonly ClientSecret[], secret: string | null): string {
  const asServer = 'as the server has it';
  const seconds = (value: number | null) => (value === null ? asServer : `${value} s`);
  return columns([
    ['client id', client.id],
    ...secretRows(client, secrets, secret),
    ['name', client.name],
    ['type', client.type],
    ...lines('redirect URIs', client.redirectUris),
    ['scopes', client.scopes.join(' ') || 'none'],
    ['grants', client.grantTypes.join(' ') || 'none'],
    ['PKCE', client.needsPkce ? 'required' : 'accepted'],
    ['token format', client.accessTokenFormat ?? asServer],
    ['access token', seconds(client.accessTokenTtl)],
    ['refresh token', seconds(client.refreshTokenTtl)],
    ['first party', client.firstParty ? 'yes' : 'no'],
    ['introspects', client.introspect ? 'yes' : 'no'],
    ['status', client.status],
    ['created', momentText(client.createdAt)],
  ]);
}

function secretRows(client: Client, secrets: readonly ClientSecret[], secret: string | null): string[][] {
  if (client.isPublic) return [['client secret', 'none: it is a public client']];
  if (secret !== null) return [['client secret', secret]];
  const living = secrets.map(
    ({ last4, expiresAt }) => `…${last4}${expiresAt === null ? '' : `, until ${momentText(expiresAt)}`}`,
  );
  return lines('client secret', living);
}

/** One row for each value; only the first has the label. */
const lines = (label: string, values: readonly string[]): string[][] =>
  values.length === 0 ? [[label, 'none']] : values.map((value, index) => [index === 0 ? label : '', value]);

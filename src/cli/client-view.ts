import type { Client } from '../clients/domain/client';
import type { ClientSecret } from '../clients/domain/client-secret';
import { columns, momentText } from './text';

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

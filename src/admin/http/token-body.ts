import { rfc3339, rfc3339OrNull } from '../../shared/http/rfc3339';
import type { KnownToken } from '../application/token-search';

/** A token as REST shows it to administrators; never its value. */
export const tokenBody = (token: KnownToken) => ({
  id: token.id,
  kind: token.kind,
  status: token.status,
  user_id: token.userId,
  client_id: token.client?.id ?? null,
  client_name: token.client?.name ?? null,
  authorization_id: token.authorizationId,
  name: token.name,
  scopes: token.scopes,
  resource: token.resource,
  created_at: rfc3339(token.createdAt),
  expires_at: rfc3339OrNull(token.expiresAt),
  last_used_at: rfc3339OrNull(token.lastUsedAt),
  ip: token.ip,
});

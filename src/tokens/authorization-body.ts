import { rfc3339, rfc3339OrNull } from '../shared/http/rfc3339';
import type { KnownAuthorization } from './application/own-authorizations';

/** An act of granting as REST shows it. */
export const authorizationBody = ({ authorization, client }: KnownAuthorization) => ({
  id: authorization.id,
  user_id: authorization.userId,
  client_id: client?.id ?? null,
  client_name: client?.name ?? null,
  grant_type: authorization.grantType,
  scopes: authorization.scopes,
  resource: authorization.resource,
  created_at: rfc3339(authorization.createdAt),
  last_used_at: rfc3339OrNull(authorization.lastUsedAt),
});

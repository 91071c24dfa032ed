import type { RegisteredClient } from '../../clients/application/client-registration';
import type { Client } from '../../clients/domain/client';
import type { PersonalAccessToken } from '../../personal-access-tokens/domain/personal-access-token';
import type { ScopeDefinition } from '../../scopes/domain/scope';
import { rfc3339, rfc3339OrNull } from '../../shared/http/rfc3339';
import type { Authorization } from '../../tokens/domain/authorization';

/** A client as Passport's front ends read it: `redirect` up to Passport 12, `redirect_uris` and on from 13. */
export const passportClient = (client: Client) => ({
  id: client.id,
  user_id: client.ownerId,
  name: client.name,
  provider: null,
  redirect: client.redirectUris.join(','),
  redirect_uris: client.redirectUris,
  grant_types: client.grantTypes,
  personal_access_client: false,
  password_client: client.mayUse('password'),
  confidential: !client.isPublic,
  revoked: !client.isActive,
  created_at: rfc3339(client.createdAt),
  updated_at: rfc3339(client.updatedAt),
});

/** A client that has just been registered: its secret is in this answer only. */
export const newPassportClient = ({ client, secret }: RegisteredClient) => ({
  ...passportClient(client),
  secret,
  plainSecret: secret,
});

/** An act of granting, where Passport shows an access token. */
export const passportToken = (authorization: Authorization, client: Client) => ({
  id: authorization.id,
  user_id: authorization.userId,
  client_id: client.id,
  name: null,
  scopes: authorization.scopes,
  revoked: false,
  created_at: rfc3339(authorization.createdAt),
  updated_at: rfc3339(authorization.lastUsedAt ?? authorization.createdAt),
  expires_at: rfc3339OrNull(authorization.expiresAt),
  client: passportClient(client),
});

/** A personal token, which has no client of its own here. */
export const passportPersonalToken = (token: PersonalAccessToken) => ({
  id: token.id,
  user_id: token.userId,
  client_id: null,
  name: token.name,
  scopes: token.scopes,
  revoked: false,
  created_at: rfc3339(token.createdAt),
  updated_at: rfc3339(token.lastUsedAt ?? token.createdAt),
  expires_at: rfc3339OrNull(token.expiresAt),
});

/** A scope: Passport calls its name the id. */
export const passportScope = ({ name, description }: ScopeDefinition) => ({ id: name, description });

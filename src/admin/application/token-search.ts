import type { Client } from '../../clients/domain/client';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { TokenKindWord } from '../../tokens/domain/token-kind';

export const TOKEN_STATES = ['active', 'expired', 'revoked'] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

export interface TokenFilters {
  kind?: TokenKindWord;
  user_id?: string;
  client_id?: string;
  status?: TokenState;
  scope?: string;
  /** Where a personal token was used last, or where the person behind another token had signed in. */
  ip?: string;
  last_used_after?: EpochMs;
  expires_before?: EpochMs;
}

/** What administrators may know of a token: everything but its value. */
export interface KnownToken {
  /** An access token is named by its `jti`, a refresh token by its Authorization. */
  id: string;
  kind: TokenKindWord;
  /** `used`: a later one has taken the place of this refresh token. */
  status: TokenState | 'used';
  authorizationId: string;
  userId: string | null;
  client: Client | null;
  /** What the person calls a personal token. */
  name: string | null;
  scopes: string[];
  resource: string;
  createdAt: EpochMs;
  /** Null: never. */
  expiresAt: EpochMs | null;
  /** Null: not yet, or nobody notes it: the use of an access token is not noted. */
  lastUsedAt: EpochMs | null;
  ip: string | null;
}

/** Finds stored tokens among all. Signed ones are not stored. */
export abstract class TokenSearch {
  abstract find(
    page: PageRequest<'createdAt'>,
    filters: TokenFilters,
    at: EpochMs,
  ): Promise<Page<KnownToken>>;
  abstract get(id: string, at: EpochMs): Promise<KnownToken | null>;
}

const REFRESH = '.refresh';

/** The id of the refresh token of an Authorization; it has one at a time. */
export const refreshId = (authorizationId: string): string => authorizationId + REFRESH;

/** The Authorization that the id of a refresh token names; null for other ids. */
export const refreshIdOf = (id: string): string | null =>
  /^auth_[0-9A-Za-z]{16}\.refresh$/.test(id) ? id.slice(0, -REFRESH.length) : null;

import type { EpochMs } from '../../shared/domain/clock';
import type { User } from '../../users/domain/user';

export type TokenKind = 'jwt' | 'opaque' | 'personal';

/** Whoever presents an access token at an API: a person, or a machine, which is never a person. */
export interface Caller {
  /** Null: a machine. */
  user: User | null;
  /** Wire id of the client that the token was issued to; null: the person's own hand. */
  clientId: string | null;
  /** What the token may do, already cut to what the person's role allows today. */
  scopes: string[];
  kind: TokenKind;
  tokenId: string;
  authorizationId: string;
  /** Null: never. */
  expiresAt: EpochMs | null;
}

/** What a machine's things belong to, and a person's: the id that owns them. */
export const ownerIdOf = (caller: Caller): string => caller.user?.id ?? caller.clientId!;

export const hasScope = (caller: Caller, scope: string): boolean => caller.scopes.includes(scope);

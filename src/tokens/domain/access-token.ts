import type { Client } from '../../clients/domain/client';
import type { EpochMs } from '../../shared/domain/clock';
import { randomBase62 } from '../../shared/domain/secret';
import type { Authorization } from './authorization';

/** What every access token says, whether a JWT carries it or our table keeps it. */
export interface AccessTokenFacts {
  /** Names the token; begins with the id of its Authorization (RFC 7519 §4.1.7). */
  jti: string;
  scopes: string[];
  /** URI of the API that it is for. */
  resource: string;
  issuedAt: EpochMs;
  /** Null: never (personal tokens only, where the server allows it). */
  expiresAt: EpochMs | null;
}

/** An opaque or personal access token in the table; the token itself is known by its hash only. */
export class StoredAccessToken implements AccessTokenFacts {
  hash!: string;
  jti!: string;
  authorizationId!: string;
  scopes!: string[];
  resource!: string;
  issuedAt!: EpochMs;
  expiresAt!: EpochMs | null;

  constructor(values: StoredAccessToken) {
    Object.assign(this, values);
  }
}

/** `auth_….<generation>.<random>`: a JWT can be revoked with its Authorization without being stored. */
export const newJti = (
  authorization: Authorization,
  client: Pick<Client, 'accessGeneration'> | null,
): string => `${authorization.id}.${authorization.generationWith(client)}.${randomBase62(16)}`;

/** The Authorization and generation that a `jti` names, or null when it is not one of ours. */
export function parseJti(jti: string): { authorizationId: string; generation: number } | null {
  const match = /^(auth_[0-9A-Za-z]{16})\.(\d{1,9})\.[0-9A-Za-z]{16}$/.exec(jti);
  return match ? { authorizationId: match[1]!, generation: Number(match[2]) } : null;
}

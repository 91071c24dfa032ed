import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { Client, clientRef } from '../../clients/domain/client';
import type { Database } from '../../database/database';
import { lists } from '../../database/read-page';
import { PersonalAccessToken } from '../../personal-access-tokens/domain/personal-access-token';
import { Session } from '../../sessions/domain/session';
import type { EpochMs } from '../../shared/domain/clock';
import type { TokenKindWord } from '../../tokens/domain/token-kind';
import { StoredAccessToken } from '../../tokens/domain/access-token';
import { Authorization } from '../../tokens/domain/authorization';
import { RefreshTokenFamily } from '../../tokens/domain/refresh-token';
import { IS_OVER } from '../../database/authorization-life';
import type { TokenFilters, TokenState } from '../application/token-search';

/** What a row of a token is read with. */
export interface Joined {
  given: Authorization;
  client: Client | null;
  session: Session | null;
}

type Row = ObjectLiteral & Joined;

/** What is different about the tables of the three kinds. */
interface Kind {
  entity: new (...args: never[]) => object;
  /** Members that it is listed by, and told apart by. */
  by: string;
  tie: string;
  scopes: string;
  usedAt: string | null;
  ip: string;
  /** Ended on its own, while its Authorization lives. */
  isOver: string | null;
}

/** The number in the middle of `auth_….<generation>.<random>`. */
const GENERATION = '(SUBSTR(token.jti, 23, LENGTH(token.jti) - 39) + 0)';
const CURRENT_GENERATION =
  'given.generation + CASE WHEN given.standingFor IS NULL THEN client.accessGeneration ELSE 0 END';

const WAS_REVOKED = 'EXISTS (SELECT 1 FROM grantor_revoked_tokens ended WHERE ended.jti = token.jti)';

export const KINDS: Record<TokenKindWord, Kind> = {
  access: {
    entity: StoredAccessToken,
    by: 'issuedAt',
    tie: 'jti',
    scopes: 'token.scopes',
    usedAt: null,
    ip: 'session.ip',
    isOver: `(${GENERATION} <> ${CURRENT_GENERATION} OR token.issuedAt < client.accessFrom OR ${WAS_REVOKED})`,
  },
  personal: {
    entity: PersonalAccessToken,
    by: 'createdAt',
    tie: 'id',
    scopes: 'token.scopes',
    usedAt: 'token.lastUsedAt',
    ip: 'token.lastUsedIp',
    isOver: 'token.revokedAt IS NOT NULL',
  },
  refresh: {
    entity: RefreshTokenFamily,
    by: 'createdAt',
    tie: 'authorizationId',
    scopes: 'given.scopes',
    usedAt: 'token.rotatedAt',
    ip: 'session.ip',
    isOver: null,
  },
};

/** Tokens of one kind, with the Authorization that each lives under, its client, and the sign-in that it came from. */
export function tokensOf(database: Database, word: TokenKindWord): SelectQueryBuilder<Row> {
  const isPersonal = word === 'personal';
  return database
    .repository(KINDS[word].entity as never)
    .createQueryBuilder('token')
    .innerJoinAndMapOne(
      'token.given',
      Authorization,
      'given',
      `given.id = token.authorizationId AND given.clientRef IS ${isPersonal ? '' : 'NOT '}NULL`,
    )
    .leftJoinAndMapOne('token.client', Client, 'client', 'client.ref = given.clientRef')
    .leftJoinAndMapOne(
      'token.session',
      Session,
      'session',
      'session.id = given.sid',
    ) as unknown as SelectQueryBuilder<Row>;
}

/** Keeps those that fit; false: none of this kind can. */
export function keep(
  query: SelectQueryBuilder<Row>,
  word: TokenKindWord,
  filters: TokenFilters,
  at: EpochMs,
): boolean {
  const kind = KINDS[word];
  const { user_id, client_id, status, scope, ip, last_used_after, expires_before } = filters;
  query.setParameters({ at });
  if (user_id !== undefined) query.andWhere('given.userId = :user_id', { user_id });
  if (client_id !== undefined) query.andWhere('given.clientRef = :ref', { ref: clientRef(client_id) });
  if (scope !== undefined) query.andWhere(...lists(kind.scopes, scope));
  if (ip !== undefined) query.andWhere(`${kind.ip} = :ip`, { ip });
  if (expires_before !== undefined) query.andWhere('token.expiresAt < :expires_before', { expires_before });
  if (status !== undefined) query.andWhere(stateOf(kind, status));
  if (last_used_after === undefined) return true;
  if (kind.usedAt === null) return false;
  query.andWhere(`${kind.usedAt} > :last_used_after`, { last_used_after });
  return true;
}

/** The same as `statusOf` says of a row that has been read. */
function stateOf({ isOver }: Kind, status: TokenState): string {
  // Where it may not be null, MariaDB reads the tokens first, in the order of an index, and not the clients.
  const isRevoked = `COALESCE(${IS_OVER}${isOver === null ? '' : ` OR ${isOver}`}, FALSE)`;
  const isPast = '(token.expiresAt IS NOT NULL AND token.expiresAt <= :at)';
  if (status === 'revoked') return isRevoked;
  return status === 'expired' ? `NOT ${isRevoked} AND ${isPast}` : `NOT ${isRevoked} AND NOT ${isPast}`;
}

/** Those of some access tokens that were revoked one by one. */
export async function revokedAmong(database: Database, jtis: readonly string[]): Promise<Set<string>> {
  if (jtis.length === 0) return new Set();
  const rows = await database.manager
    .createQueryBuilder()
    .select('ended.jti', 'jti')
    .from('grantor_revoked_tokens', 'ended')
    .where('ended.jti IN (:...jtis)', { jtis })
    .getRawMany<{ jti: string }>();
  return new Set(rows.map(({ jti }) => jti));
}

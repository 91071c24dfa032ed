import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { readPage } from '../../database/read-page';
import type { PersonalAccessToken } from '../../personal-access-tokens/domain/personal-access-token';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest, Position } from '../../shared/domain/page';
import { TOKEN_KINDS, type TokenKindWord } from '../../tokens/domain/token-kind';
import { parseJti, type StoredAccessToken } from '../../tokens/domain/access-token';
import type { RefreshTokenFamily } from '../../tokens/domain/refresh-token';
import {
  type KnownToken,
  refreshId,
  refreshIdOf,
  type TokenFilters,
  TokenSearch,
  type TokenState,
} from '../application/token-search';
import { type Joined, keep, KINDS, revokedAmong, tokensOf } from './token-queries';

type AnyRow = Joined & { authorizationId: string; expiresAt: EpochMs | null };

/** Behind and before every id, in the order of both databases. */
const [LAST, FIRST] = ['~', ''];

/** Tokens of our own tables: three lists that are read as one, by the moment at which each token was made. */
@Injectable()
export class TypeOrmTokenSearch extends TokenSearch {
  constructor(private readonly database: Database) {
    super();
  }

  async find(page: PageRequest<'createdAt'>, filters: TokenFilters, at: EpochMs): Promise<Page<KnownToken>> {
    const kinds = TOKEN_KINDS.filter((kind) => filters.kind === undefined || filters.kind === kind);
    const found: Page<KnownToken>[] = [];
    for (const kind of kinds) found.push(await this.ofKind(kind, page, filters, at));
    const sign = page.descending ? -1 : 1;
    const all = found
      .flatMap(({ items }) => items)
      // Equal ones stay in the order of their kinds, and in that of their own list.
      .sort((a, b) => sign * (a.createdAt - b.createdAt));
    const items = all.slice(0, page.limit);
    const isMore = all.length > items.length || found.some(({ next }) => next !== null);
    return {
      items,
      next: isMore && items.length > 0 ? positionOf(items.at(-1)!) : null,
      ...(page.count && { total: found.reduce((sum, { total = 0 }) => sum + total, 0) }),
    };
  }

  async get(id: string, at: EpochMs): Promise<KnownToken | null> {
    const refreshOf = refreshIdOf(id);
    if (refreshOf !== null)
      return this.one('refresh', 'token.authorizationId = :refreshOf', { refreshOf }, at);
    if (id.startsWith('tok_')) return this.one('personal', 'token.id = :id', { id }, at);
    const named = parseJti(id);
    if (!named) return null;
    const { authorizationId } = named;
    const which = 'token.authorizationId = :authorizationId AND token.jti = :id';
    return this.one('access', which, { authorizationId, id }, at);
  }

  private async one(kind: TokenKindWord, which: string, values: object, at: EpochMs) {
    const rows = await tokensOf(this.database, kind).where(which, values).limit(1).getMany();
    return (await this.known(kind, rows as never, at))[0] ?? null;
  }

  private async ofKind(
    kind: TokenKindWord,
    page: PageRequest<'createdAt'>,
    filters: TokenFilters,
    at: EpochMs,
  ): Promise<Page<KnownToken>> {
    const query = tokensOf(this.database, kind);
    if (!keep(query, kind, filters, at)) return { items: [], next: null, total: 0 };
    const { by, tie } = KINDS[kind];
    const place = { ...page, by, after: page.after && placeIn(kind, page.after, page.descending) };
    const { items, ...rest } = await readPage(query, place, tie);
    return { ...rest, items: await this.known(kind, items as never, at) };
  }

  private async known(kind: TokenKindWord, rows: AnyRow[], at: EpochMs): Promise<KnownToken[]> {
    if (kind === 'refresh')
      return (rows as (AnyRow & RefreshTokenFamily)[]).map((row) => knownRefresh(row, at));
    if (kind === 'personal')
      return (rows as (AnyRow & PersonalAccessToken)[]).map((row) => knownPersonal(row, at));
    const access = rows as (AnyRow & StoredAccessToken)[];
    const over = await revokedAmong(
      this.database,
      access.map(({ jti }) => jti),
    );
    return access.map((row) => knownAccess(row, over.has(row.jti), at));
  }
}

/** Kinds follow one another where moments are equal: in which kind the page before ended says what is left of each. */
function placeIn(kind: TokenKindWord, { value, id }: Position, descending: boolean): Position {
  const [last, own = ''] = id.split(':') as [TokenKindWord, string?];
  const order = TOKEN_KINDS.indexOf(kind) - TOKEN_KINDS.indexOf(last);
  if (order === 0) return { value, id: own };
  return { value, id: order > 0 === descending ? LAST : FIRST };
}

function positionOf(token: KnownToken): Position {
  const own = token.kind === 'refresh' ? token.authorizationId : token.id;
  return { value: token.createdAt, id: `${token.kind}:${own}` };
}

function statusOf({ given, client, expiresAt }: AnyRow, isOver: boolean, at: EpochMs): TokenState {
  if (isOver || !given.isAlive(client)) return 'revoked';
  return expiresAt !== null && expiresAt <= at ? 'expired' : 'active';
}

const common = (kind: TokenKindWord, { given, client, expiresAt, session }: AnyRow) => ({
  kind,
  authorizationId: given.id,
  userId: given.userId,
  client,
  name: null,
  resource: given.resource,
  expiresAt,
  lastUsedAt: null,
  ip: session?.ip ?? null,
});

function knownAccess(row: AnyRow & StoredAccessToken, isRevoked: boolean, at: EpochMs): KnownToken {
  const { jti: id, scopes, issuedAt: createdAt, given, client } = row;
  const isOver =
    isRevoked ||
    parseJti(id)!.generation !== given.generationWith(client) ||
    createdAt < (client?.accessFrom ?? 0);
  return { ...common('access', row), id, scopes, createdAt, status: statusOf(row, isOver, at) };
}

function knownPersonal(row: AnyRow & PersonalAccessToken, at: EpochMs): KnownToken {
  const { id, name, scopes, createdAt, lastUsedAt, lastUsedIp: ip, revokedAt } = row;
  const status = statusOf(row, revokedAt !== null, at);
  return { ...common('personal', row), id, name, scopes, createdAt, lastUsedAt, ip, status };
}

function knownRefresh(row: AnyRow & RefreshTokenFamily, at: EpochMs): KnownToken {
  const { authorizationId, createdAt, rotatedAt: lastUsedAt, given } = row;
  const status = statusOf(row, false, at);
  return {
    ...common('refresh', row),
    id: refreshId(authorizationId),
    scopes: given.scopes,
    ...{ createdAt, lastUsedAt, status },
  };
}

import { Injectable } from '@nestjs/common';
import type { Part } from '../../pages/html';
import { Pages } from '../../pages/pages';
import type { UserAppRow, UserSessionRow, UserTokenRow } from '../../pages/templates/admin-user';
import { browserName } from '../../pages/templates/sessions';
import { PersonalAccessTokens } from '../../personal-access-tokens/application/personal-access-tokens';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { OwnSessions } from '../../sessions/application/own-sessions';
import { describeUserAgent } from '../../sessions/domain/user-agent';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import type { Party } from '../../shared/domain/security-events';
import { OwnAuthorizations } from '../../tokens/application/own-authorizations';
import { userPath } from './user-views';

type Place = PageRequest<'createdAt'>;

const KINDS = ['sessions', 'apps', 'tokens'] as const;

/** One thing that somebody has. */
export interface HeldItem {
  kind: (typeof KINDS)[number];
  id: string;
}

/** @throws Problem `not-found` */
export function readKind(word: string): HeldItem['kind'] {
  const kind = KINDS.find((known) => known === word);
  if (!kind) throw Problem.notFound('page');
  return kind;
}

/** What somebody has, as the pages for administrators list it, each with the address of the page that ends it. */
@Injectable()
export class UserHoldings {
  constructor(
    private readonly own: OwnSessions,
    private readonly authorizations: OwnAuthorizations,
    private readonly personal: PersonalAccessTokens,
    private readonly catalogue: ScopeCatalogue,
    private readonly pages: Pages,
  ) {}

  /** What one of these things is called. @throws Problem `not-found` */
  async name(userId: string, { kind, id }: HeldItem): Promise<Part> {
    if (kind === 'tokens') return (await this.personal.find(userId, id)).name;
    if (kind === 'apps') {
      const { client } = await this.authorizations.find(userId, id);
      return client?.name ?? this.pages.t('connections.gone');
    }
    const { userAgent } = await this.own.find(userId, id);
    return browserName(this.pages, describeUserAgent(userAgent));
  }

  /** @throws Problem `not-found` */
  async end(userId: string, { kind, id }: HeldItem, actor: Party): Promise<void> {
    if (kind === 'tokens') return this.personal.revoke(id, userId, actor);
    if (kind === 'apps') return this.authorizations.end(userId, id, actor);
    return this.own.end(userId, (await this.own.find(userId, id)).id, actor);
  }

  async sessions(userId: string, place: Place): Promise<Page<UserSessionRow>> {
    const page = await this.own.listOf(userId, place);
    const items = page.items.map(({ id, ip, lastSeenAt, userAgent }) => ({
      ...describeUserAgent(userAgent),
      ip,
      lastSeenAt,
      end: `${userPath({ id: userId })}/sessions/${id}/end`,
    }));
    return { ...page, items };
  }

  async apps(userId: string, place: Place): Promise<Page<UserAppRow>> {
    const page = await this.authorizations.listOf(userId, place);
    const items = page.items.map(({ authorization: { id, scopes, createdAt, lastUsedAt }, client }) => ({
      name: client?.name ?? null,
      scopes: this.catalogue.describe(scopes),
      createdAt,
      lastUsedAt,
      end: `${userPath({ id: userId })}/apps/${id}/end`,
    }));
    return { ...page, items };
  }

  async tokens(userId: string, place: Place): Promise<Page<UserTokenRow>> {
    const page = await this.personal.search(userId, place, {});
    const items = page.items.map((token) => {
      const { id, name, scopes, lastUsedAt, expiresAt } = token;
      const end = token.isLive(this.own.now()) ? `${userPath({ id: userId })}/tokens/${id}/end` : null;
      return { name, scopes, lastUsedAt, expiresAt, end };
    });
    return { ...page, items };
  }
}

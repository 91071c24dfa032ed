import { Injectable } from '@nestjs/common';
import { clientRef } from '../../clients/domain/client';
import { Clock } from '../../shared/domain/clock';
import { isId } from '../../shared/domain/id-form';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import type { Party } from '../../shared/domain/security-events';
import { type KnownAuthorization, OwnAuthorizations } from '../../tokens/application/own-authorizations';
import { Authorizations } from '../../tokens/application/stores';
import { AuthorizationSearch } from './authorization-search';

/** What administrators see of what people have granted to apps, and how they end it. */
@Injectable()
export class AuthorizationDesk {
  constructor(
    private readonly finder: AuthorizationSearch,
    private readonly authorizations: Authorizations,
    private readonly own: OwnAuthorizations,
    private readonly clock: Clock,
  ) {}

  async search(
    page: PageRequest<'createdAt'>,
    { client_id, ...filters }: { user_id?: string; client_id?: string; scope?: string },
  ): Promise<Page<KnownAuthorization>> {
    const of = client_id === undefined ? {} : { clientRef: clientRef(client_id) };
    const found = await this.finder.find(page, { ...filters, ...of }, this.clock.now());
    return { ...found, items: await this.own.know(found.items) };
  }

  /** One that lives, and whose it is. @throws Problem `not-found` */
  async find(id: string): Promise<KnownAuthorization & { userId: string }> {
    const found = isId('auth', id) ? await this.authorizations.find(id) : null;
    if (!found?.userId) throw Problem.notFound('authorization');
    return { ...(await this.own.find(found.userId, id)), userId: found.userId };
  }

  end(userId: string, id: string, actor: Party): Promise<void> {
    return this.own.end(userId, id, actor);
  }
}

import { Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AdminPages } from '../../desk/pages-behind-sign-in';
import { readPlace, ways } from '../../desk/paging';
import { sendPage } from '../../pages/reply';
import type { UserContent, UserTab } from '../../pages/templates/admin-user';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Page, PageRequest } from '../../shared/domain/page';
import { AuditDesk } from '../application/audit-desk';
import { PeopleDesk } from '../application/people-desk';
import { auditRowOf } from './audit-rows';
import { UserHoldings } from './user-holdings';
import { userPath, UserViews } from './user-views';

/** /admin/users/{id}/…: where somebody is signed in, what they hold, and what happened to them. */
@AdminPages('admin/users/:id')
export class AdminUserTabsController {
  constructor(
    private readonly people: PeopleDesk,
    private readonly views: UserViews,
    private readonly holdings: UserHoldings,
    private readonly audit: AuditDesk,
  ) {}

  @Get('sessions')
  async sessions(
    @Param('id') id: string,
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = readPlace(query, 'createdAt');
    const rows = await this.holdings.sessions(id, place);
    await this.send(reply, visitor, { id, query, place, page: rows }, 'sessions', {
      tab: 'sessions',
      rows: rows.items,
    });
  }

  @Get('apps')
  async apps(
    @Param('id') id: string,
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = readPlace(query, 'createdAt');
    const rows = await this.holdings.apps(id, place);
    await this.send(reply, visitor, { id, query, place, page: rows }, 'authorizations', {
      tab: 'apps',
      rows: rows.items,
    });
  }

  @Get('tokens')
  async tokens(
    @Param('id') id: string,
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = readPlace(query, 'createdAt');
    const rows = await this.holdings.tokens(id, place);
    await this.send(reply, visitor, { id, query, place, page: rows }, 'personal-access-tokens', {
      tab: 'tokens',
      rows: rows.items,
    });
  }

  @Get('events')
  async events(
    @Param('id') id: string,
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = readPlace(query, 'at');
    const page = await this.audit.search(place, { user_id: id });
    await this.send(reply, visitor, { id, query, place, page }, null, {
      tab: 'events',
      rows: page.items.map(auditRowOf),
    });
  }

  /** @param api the end of the address that gives the same by REST; null: it is in the audit log */
  private async send(
    reply: FastifyReply,
    visitor: SignedInVisitor,
    asked: { id: string; query: unknown; place: PageRequest; page: Page<unknown> },
    api: string | null,
    content: UserContent & { tab: Exclude<UserTab, 'profile'> },
  ): Promise<void> {
    const user = await this.people.find(asked.id);
    const path = userPath(user);
    const events = `/v1/admin/audit-events?user_id=${encodeURIComponent(user.id)}`;
    const page = this.views.page(visitor, user, {
      content,
      api: [{ method: 'GET', path: api === null ? events : `/v1${path}/${api}` }],
      query: asked.query,
      ...ways(`${path}/${content.tab}`, asked.place, asked.page),
    });
    sendPage(reply, page);
  }
}

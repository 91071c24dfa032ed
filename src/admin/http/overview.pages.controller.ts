import { Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages } from '../../desk/pages-behind-sign-in';
import { Pages } from '../../pages/pages';
import { sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { AuditDesk } from '../application/audit-desk';
import { OverviewDesk } from '../application/overview-desk';
import { auditRowOf } from './audit-rows';

const RECENT = 8;

/** /admin: what an administrator sees first. */
@AdminPages('admin')
export class AdminOverviewPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly overview: OverviewDesk,
    private readonly audit: AuditDesk,
  ) {}

  @Get()
  async show(@CurrentPerson() visitor: SignedInVisitor, @Res() reply: FastifyReply): Promise<void> {
    const numbers = await this.overview.read();
    const place = { limit: RECENT, by: 'at', descending: true, after: null } as const;
    const recent = numbers.signIns24h === null ? [] : (await this.audit.search(place, {})).items;
    const view = {
      shell: this.desk.shell(visitor, '/admin'),
      api: [{ method: 'GET', path: '/v1/admin/overview' }],
      numbers,
      events: recent.map(auditRowOf),
    };
    sendPage(reply, this.pages.adminOverview(view));
  }
}

import { Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages } from '../../desk/pages-behind-sign-in';
import { readPlace, ways } from '../../desk/paging';
import { Pages } from '../../pages/pages';
import { sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { Clock } from '../../shared/domain/clock';
import { AuditDesk } from '../application/audit-desk';
import { sendLines } from './audit-export';
import { auditRowOf } from './audit-rows';
import { apiQueryOf, filtersOf, queryOf, readAuditSearch, spanFault } from './audit-search';

const PATH = '/admin/audit';
const API = '/v1/admin/audit-events';

/** /admin/audit: what happened, to search, to read and to take away. */
@AdminPages('admin/audit')
export class AdminAuditPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly audit: AuditDesk,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const search = readAuditSearch(query);
    const now = this.clock.now();
    const filters = filtersOf(search, now);
    const errors = spanFault(filters, now);
    const place = readPlace(query, 'at');
    const page = errors.length > 0 ? { items: [], next: null } : await this.audit.search(place, filters);
    const view = {
      shell: this.desk.shell(visitor, PATH),
      api: [{ method: 'GET', path: `${API}${apiQueryOf(search, filters)}` }],
      rows: page.items.map(auditRowOf),
      search,
      errors,
      download: `${PATH}/export${queryOf(search)}`,
      ...ways(`${PATH}${queryOf(search)}`, place, page),
    };
    sendPage(reply, this.pages.adminAudit(view));
  }

  /** Everything that fits, one JSON object a line. */
  @Get('export')
  export(@Query() query: unknown, @Res() reply: FastifyReply): void {
    const filters = filtersOf(readAuditSearch(query), this.clock.now());
    void reply.header('Content-Disposition', 'attachment; filename="audit.ndjson"');
    sendLines(reply, this.audit.export(filters));
  }

  @Get(':id')
  async show(
    @Param('id') id: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const known = await this.audit.find(id);
    const { target, userId, requestId, userAgent, changes } = known.event;
    const view = {
      shell: this.desk.shell(visitor, PATH),
      api: [{ method: 'GET', path: `${API}/${encodeURIComponent(id)}` }],
      row: auditRowOf(known),
      target: target ? [target.type, target.id].filter(Boolean).join(' ') : null,
      userId: userId ?? null,
      requestId,
      userAgent,
      changes: (changes ?? []).map(({ path, from, to }) => ({ path, from: textOf(from), to: textOf(to) })),
    };
    sendPage(reply, this.pages.adminAuditEvent(view));
  }
}

/** A value of a change as JSON; nothing for one that is not told. */
const textOf = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

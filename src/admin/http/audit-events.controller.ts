import { Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { auditEventBody } from '../../audit/audit-event-body';
import { RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { say } from '../../locales/words';
import { Clock } from '../../shared/domain/clock';
import { Problem } from '../../shared/domain/problem';
import { SECURITY_EVENT_TYPES } from '../../shared/domain/security-events';
import type { Readings } from '../../shared/http/known-parameters';
import {
  FilterParameters,
  listBody,
  ListParameters,
  type ListQuery,
  wholeList,
  WithoutParameters,
} from '../../shared/http/list';
import { AuditDesk } from '../application/audit-desk';
import { NDJSON, sendLines } from './audit-export';
import { AUDIT_FILTERS, AUDIT_LIST, withListSpan, withSpan } from './audit-query';

/** /v1/admin/audit-events: what happened, the newest first. Nobody can change it. */
@RestApi('v1/admin/audit-events')
export class AdminAuditEventsController {
  constructor(
    private readonly desk: AuditDesk,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(
    @ListParameters(AUDIT_LIST) query: ListQuery<typeof AUDIT_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const filters = withListSpan(query.filters, this.clock.now(), query.page.after === null);
    return listBody(reply, query, await this.desk.search(query.page, filters), auditEventBody);
  }

  @Get('types')
  @RequireScopes('admin:read')
  types(@WithoutParameters() _query: object) {
    const data = SECURITY_EVENT_TYPES.map((type) => ({ type, description: say('en', `event.${type}`) }));
    return wholeList(data);
  }

  /** Everything that fits, one JSON object a line. It is read and sent in batches, and ends when the caller goes away. */
  @Get('export')
  @RequireScopes('admin:read')
  export(
    @FilterParameters(AUDIT_FILTERS) filters: Readings<typeof AUDIT_FILTERS>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    requireAccepted(request);
    sendLines(reply, this.desk.export(withSpan(filters, this.clock.now())));
  }

  @Get(':id')
  @RequireScopes('admin:read')
  async show(@Param('id') id: string) {
    return auditEventBody(await this.desk.find(id));
  }
}

/** @throws Problem `not-acceptable` (RFC 9110 §15.5.7) */
function requireAccepted(request: FastifyRequest): void {
  if (new Negotiator(request.raw).mediaType([NDJSON]) !== undefined) return;
  throw new Problem('not-acceptable', `An export is answered as ${NDJSON}.`);
}

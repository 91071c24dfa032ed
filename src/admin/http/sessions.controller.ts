import { Delete, Get, HttpCode, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { sessionBody } from '../../sessions/session-body';
import { oneOf, shortText, textUpTo } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { UserDirectory } from '../../users/application/user-directory';
import { SessionDesk } from '../application/session-desk';
import { requireMayTouch } from './people-rights';

const SESSION_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' } },
  defaultSort: '-created_at',
  filters: { user_id: textUpTo(255), ip: shortText, active: oneOf('true', 'false') },
} as const;

/** /v1/admin/sessions: every browser in which somebody is signed in. */
@RestApi('v1/admin/sessions')
export class AdminSessionsController {
  constructor(
    private readonly sessions: SessionDesk,
    private readonly directory: UserDirectory,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(
    @ListParameters(SESSION_LIST) query: ListQuery<typeof SESSION_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return listBody(reply, query, await this.sessions.search(query.page, query.filters), sessionBody);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScopes('admin:users')
  async end(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    const session = await this.sessions.find(id);
    requireMayTouch(caller, await this.directory.find(session.userId));
    await this.sessions.end(session, partyOf(caller));
  }
}

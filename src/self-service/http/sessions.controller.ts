import { Delete, Get, HttpCode, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, requirePerson } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { OwnSessions } from '../../sessions/application/own-sessions';
import { sessionBody } from '../../sessions/session-body';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';

const SESSION_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' } },
  defaultSort: '-created_at',
  filters: {},
} as const;

/** /v1/me/sessions: the browsers in which the person behind the token is signed in. */
@RestApi('v1/me/sessions')
@RequireScopes('manage:account')
export class OwnSessionsController {
  constructor(private readonly sessions: OwnSessions) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @ListParameters(SESSION_LIST) query: ListQuery<typeof SESSION_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.sessions.listOf(requirePerson(caller).id, query.page);
    return listBody(reply, query, page, sessionBody);
  }

  @Delete(':id')
  @HttpCode(204)
  async end(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    const { id: userId } = requirePerson(caller);
    const session = await this.sessions.find(userId, id);
    await this.sessions.end(userId, session.id);
  }
}

import { Delete, Get, HttpCode, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { PersonalAccessTokens } from '../../personal-access-tokens/application/personal-access-tokens';
import { TOKEN_STATUSES } from '../../personal-access-tokens/domain/personal-access-token';
import { tokenBody } from '../../personal-access-tokens/token-body';
import { OwnSessions } from '../../sessions/application/own-sessions';
import { sessionBody } from '../../sessions/session-body';
import { moment, oneOf } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { OwnAuthorizations } from '../../tokens/application/own-authorizations';
import { authorizationBody } from '../../tokens/authorization-body';
import { PeopleDesk } from '../application/people-desk';
import { requireMayTouch } from './people-rights';

const LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' } },
  defaultSort: '-created_at',
  filters: {},
} as const;

const TOKEN_LIST = {
  ...LIST,
  filters: { state: oneOf(...TOKEN_STATUSES), expires_before: moment, last_used_before: moment },
} as const;

/**
 * /v1/admin/users/{id}/…: where somebody is signed in, and what they hold. It is there to be seen and to be ended, not to
 * be made: nobody makes a token in the name of another.
 */
@RestApi('v1/admin/users/:id')
export class AdminUserHoldingsController {
  constructor(
    private readonly people: PeopleDesk,
    private readonly sessions: OwnSessions,
    private readonly authorizations: OwnAuthorizations,
    private readonly tokens: PersonalAccessTokens,
  ) {}

  @Get('sessions')
  @RequireScopes('admin:read')
  async listSessions(
    @Param('id') id: string,
    @ListParameters(LIST) query: ListQuery<typeof LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { id: userId } = await this.people.person(id);
    return listBody(reply, query, await this.sessions.listOf(userId, query.page), sessionBody);
  }

  @Delete('sessions')
  @HttpCode(204)
  @RequireScopes('admin:users')
  async endSessions(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.sessions.endOthers(await this.requireTouchable(caller, id), null, partyOf(caller));
  }

  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @RequireScopes('admin:users')
  async endSession(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('sessionId') sessionId: string,
  ): Promise<void> {
    const userId = await this.requireTouchable(caller, id);
    const session = await this.sessions.find(userId, sessionId);
    await this.sessions.end(userId, session.id, partyOf(caller));
  }

  @Get('authorizations')
  @RequireScopes('admin:read')
  async listAuthorizations(
    @Param('id') id: string,
    @ListParameters(LIST) query: ListQuery<typeof LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { id: userId } = await this.people.person(id);
    return listBody(reply, query, await this.authorizations.listOf(userId, query.page), authorizationBody);
  }

  @Delete('authorizations/:authorizationId')
  @HttpCode(204)
  @RequireScopes('admin:users')
  async endAuthorization(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('authorizationId') authorizationId: string,
  ): Promise<void> {
    const userId = await this.requireTouchable(caller, id);
    await this.authorizations.end(userId, authorizationId, partyOf(caller));
  }

  @Get('personal-access-tokens')
  @RequireScopes('admin:read')
  async listTokens(
    @Param('id') id: string,
    @ListParameters(TOKEN_LIST) query: ListQuery<typeof TOKEN_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { id: userId } = await this.people.person(id);
    const page = await this.tokens.search(userId, query.page, query.filters);
    return listBody(reply, query, page, (token) => tokenBody(token, this.sessions.now()));
  }

  @Delete('personal-access-tokens/:tokenId')
  @HttpCode(204)
  @RequireScopes('admin:users')
  async endToken(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('tokenId') tokenId: string,
  ): Promise<void> {
    const userId = await this.requireTouchable(caller, id);
    await this.tokens.revoke(tokenId, userId, partyOf(caller));
  }

  private async requireTouchable(caller: Caller, id: string): Promise<string> {
    const user = await this.people.person(id);
    requireMayTouch(caller, user);
    return user.id;
  }
}

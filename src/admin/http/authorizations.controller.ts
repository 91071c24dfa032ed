import { Delete, Get, HttpCode, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { shortText, textUpTo } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { authorizationBody } from '../../tokens/authorization-body';
import { UserDirectory } from '../../users/application/user-directory';
import { AuthorizationDesk } from '../application/authorization-desk';
import { requireMayTouch } from './people-rights';

const AUTHORIZATION_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' } },
  defaultSort: '-created_at',
  filters: { user_id: textUpTo(255), client_id: textUpTo(2000), scope: shortText },
} as const;

/** /v1/admin/authorizations: what people have granted to apps. */
@RestApi('v1/admin/authorizations')
export class AdminAuthorizationsController {
  constructor(
    private readonly authorizations: AuthorizationDesk,
    private readonly directory: UserDirectory,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(
    @ListParameters(AUTHORIZATION_LIST) query: ListQuery<typeof AUTHORIZATION_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.authorizations.search(query.page, query.filters);
    return listBody(reply, query, page, authorizationBody);
  }

  @Get(':id')
  @RequireScopes('admin:read')
  async show(@Param('id') id: string) {
    return authorizationBody(await this.authorizations.find(id));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScopes('admin:write')
  async end(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    const { userId } = await this.authorizations.find(id);
    requireMayTouch(caller, await this.directory.find(userId));
    await this.authorizations.end(userId, id, partyOf(caller));
  }
}

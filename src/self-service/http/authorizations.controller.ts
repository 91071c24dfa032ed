import { Delete, Get, HttpCode, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, requirePerson } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { OwnAuthorizations } from '../../tokens/application/own-authorizations';
import { authorizationBody } from '../../tokens/authorization-body';

const AUTHORIZATION_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' } },
  defaultSort: '-created_at',
  filters: {},
} as const;

/** /v1/me/authorizations: what the person behind the token has granted to apps. */
@RestApi('v1/me/authorizations')
@RequireScopes('manage:account')
export class OwnAuthorizationsController {
  constructor(private readonly authorizations: OwnAuthorizations) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @ListParameters(AUTHORIZATION_LIST) query: ListQuery<typeof AUTHORIZATION_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.authorizations.listOf(requirePerson(caller).id, query.page);
    return listBody(reply, query, page, authorizationBody);
  }

  @Delete(':id')
  @HttpCode(204)
  async end(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    await this.authorizations.end(requirePerson(caller).id, id);
  }
}

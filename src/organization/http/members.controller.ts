import { Body, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RestApi } from '../../bearer/rest-api';
import { type Caller, partyOf, requireAdministrator } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { isId } from '../../shared/domain/id-form';
import type { Precondition } from '../../shared/domain/precondition';
import { Problem } from '../../shared/domain/problem';
import { createdBody, IfMatch, resourceBody } from '../../shared/http/etag';
import { oneOf, shortText } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { LocalUsers } from '../../users/application/local-users';
import { UserAdministration } from '../../users/application/user-administration';
import { UserSearch } from '../../users/application/user-search';
import type { LocalUser } from '../../users/domain/user';
import { CreateMemberDto, memberBody } from './organization.dto';

const MEMBER_LIST = {
  sorts: {
    created_at: { by: 'createdAt', holds: 'moment' },
    name: { by: 'nameFolded', holds: 'text' },
    email: { by: 'emailFolded', holds: 'text' },
  },
  defaultSort: '-created_at',
  filters: { q: shortText, role: oneOf('member', 'admin'), status: oneOf('active', 'disabled') },
} as const;

/** /v1/organization/members: the people of the organization. Administrators are made and removed by administrators. */
@RestApi('v1/organization/members')
@RequireScopes('admin:users')
export class MembersController {
  constructor(
    private readonly search: UserSearch,
    private readonly users: LocalUsers,
    private readonly administration: UserAdministration,
  ) {}

  @Get()
  async list(
    @ListParameters(MEMBER_LIST) query: ListQuery<typeof MEMBER_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return listBody(reply, query, await this.search.find(query.page, query.filters), memberBody);
  }

  /** They cannot sign in before they have a password. */
  @Post()
  async add(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateMemberDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (body.role === 'admin') requireAdministrator(caller);
    const member = await this.administration.create({ ...body, password: null }, partyOf(caller));
    return createdBody(reply, member.version, memberBody(member));
  }

  @Get(':id')
  async show(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const member = await this.find(id);
    return resourceBody(reply, member.version, memberBody(member));
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
  ): Promise<void> {
    const member = await this.find(id);
    condition.requireMatch(member.version);
    if (member.role === 'admin') requireAdministrator(caller);
    await this.administration.remove(member, partyOf(caller));
  }

  private async find(id: string): Promise<LocalUser> {
    const member = isId('user', id) ? await this.users.find(id) : null;
    if (!member) throw Problem.notFound('member');
    return member;
  }
}

import { Body, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Invitations } from '../../accounts/application/invitations';
import { type Caller, partyOf, requireAdministrator } from '../../bearer/caller';
import { CurrentCaller, RequireScopes, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { Unlocking } from '../../sessions/application/unlocking';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, createdBody, IfMatch, resourceBody } from '../../shared/http/etag';
import { moment, oneOf, shortText, textUpTo } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { rfc3339OrNull } from '../../shared/http/rfc3339';
import { UserAdministration, type UserChanges } from '../../users/application/user-administration';
import { foldEmail, type LocalUser, ROLES } from '../../users/domain/user';
import { PeopleDesk } from '../application/people-desk';
import { requireMayTouch } from './people-rights';
import { linkBody, userBody } from './user-body';
import { ChangeUserDto, CreateUserDto, roleOf, userChangesOf } from './user.dto';

const USER_LIST = {
  sorts: {
    created_at: { by: 'createdAt', holds: 'moment' },
    name: { by: 'nameFolded', holds: 'text' },
    email: { by: 'emailFolded', holds: 'text' },
  },
  defaultSort: '-created_at',
  filters: {
    q: shortText,
    email: textUpTo(254),
    role: oneOf(...ROLES),
    status: oneOf('active', 'disabled'),
    last_seen_before: moment,
  },
} as const;

/** /v1/admin/users: everybody who can sign in. */
@RestApi('v1/admin/users')
export class AdminUsersController {
  constructor(
    private readonly people: PeopleDesk,
    private readonly administration: UserAdministration,
    private readonly invitations: Invitations,
    private readonly unlocking: Unlocking,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(
    @ListParameters(USER_LIST) query: ListQuery<typeof USER_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return listBody(reply, query, await this.people.search(query.page, query.filters), userBody);
  }

  /** They choose their password themselves, by the link of the invitation. */
  @Post()
  @RequireScopes('admin:users')
  @ShowsSecret('sometimes')
  async create(
    @CurrentCaller() caller: Caller,
    @Body() { email, name, roles = [], send_invite: sendMail = true }: CreateUserDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const role = roleOf(roles);
    if (role === 'admin' || !sendMail) requireAdministrator(caller);
    this.people.requireLocal();
    const invited = await this.invitations.invite({ email, name, role }, partyOf(caller), { sendMail });
    const { user, link } = invited;
    const body = { ...userBody(user), ...(link && linkBody('invite_url', link)) };
    return createdBody(reply, user.version, body);
  }

  @Get(':id')
  @RequireScopes('admin:read')
  async show(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const user = await this.people.find(id);
    const lockedUntil = rfc3339OrNull(await this.unlocking.lockedUntil(user.email));
    return resourceBody(reply, user.version, { ...userBody(user), locked_until: lockedUntil });
  }

  @Patch(':id')
  @RequireScopes('admin:users')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
    @Body() body: ChangeUserDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const user = await this.people.find(id);
    const changes = userChangesOf(body);
    if (givesPower(user, changes)) requireAdministrator(caller);
    requireMayTouch(caller, user);
    condition.requireMatch(user.version);
    const changed = await this.administration.update(user, changes, partyOf(caller));
    return changedBody(reply, changed.version, userBody(changed));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScopes('admin:users')
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
  ): Promise<void> {
    const user = await this.people.find(id);
    requireMayTouch(caller, user);
    condition.requireMatch(user.version);
    await this.administration.remove(user, partyOf(caller));
  }
}

/** Another role; or another address, which gets the link when the password is forgotten. */
const givesPower = (user: LocalUser, { role, email }: UserChanges): boolean =>
  (role !== undefined && role !== user.role) ||
  (email !== undefined && foldEmail(email) !== user.emailFolded);

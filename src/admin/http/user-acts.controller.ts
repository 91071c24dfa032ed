import { Body, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PasswordResets } from '../../accounts/application/password-resets';
import { type Caller, partyOf, requireAdministrator } from '../../bearer/caller';
import { CurrentCaller, RequireScopes, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { Unlocking } from '../../sessions/application/unlocking';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, IfMatch } from '../../shared/http/etag';
import { UserAdministration } from '../../users/application/user-administration';
import type { LocalUser } from '../../users/domain/user';
import { PeopleDesk } from '../application/people-desk';
import { requireMayTouch } from './people-rights';
import { ReasonDto } from './reason.dto';
import { linkBody, userBody } from './user-body';
import { ResetPasswordDto } from './user.dto';

/** /v1/admin/users/{id}/…: what is done to a person. */
@RestApi('v1/admin/users/:id')
@RequireScopes('admin:users')
export class AdminUserActsController {
  constructor(
    private readonly people: PeopleDesk,
    private readonly administration: UserAdministration,
    private readonly unlocking: Unlocking,
    private readonly resets: PasswordResets,
  ) {}

  /** Sessions and tokens end with it, and do not come back. */
  @Post('disable')
  @HttpCode(200)
  async disable(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
    @Body() { reason }: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const user = await this.findAt(id, caller, condition);
    return this.answer(reply, await this.setStatus(user, 'disabled', caller, reason));
  }

  @Post('enable')
  @HttpCode(200)
  async enable(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
    @Body() { reason }: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const user = await this.findAt(id, caller, condition);
    return this.answer(reply, await this.setStatus(user, 'active', caller, reason));
  }

  /** Wrong passwords so far are forgotten. */
  @Post('unlock')
  @HttpCode(200)
  async unlock(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
    @Body() { reason }: ReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const user = await this.findAt(id, caller, condition);
    await this.unlocking.unlock(user, partyOf(caller), reason);
    return this.answer(reply, user);
  }

  /** 202: the link is mailed. 201: it is in this answer, for whoever hands it over. */
  @Post('password-reset')
  @HttpCode(202)
  @ShowsSecret('sometimes')
  async reset(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { send_mail: sendMail = true }: ResetPasswordDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const user = await this.people.find(id);
    if (!sendMail) requireAdministrator(caller);
    requireMayTouch(caller, user);
    const link = await this.resets.issue(user, partyOf(caller), { sendMail });
    if (link === null) return undefined;
    reply.status(201);
    return linkBody('reset_url', link);
  }

  private setStatus(
    user: LocalUser,
    status: LocalUser['status'],
    caller: Caller,
    reason: string | undefined,
  ): Promise<LocalUser> {
    return this.administration.update(user, { status }, partyOf(caller), reason);
  }

  private async findAt(id: string, caller: Caller, condition: Precondition): Promise<LocalUser> {
    const user = await this.people.find(id);
    requireMayTouch(caller, user);
    condition.requireMatch(user.version);
    return user;
  }

  private answer(reply: FastifyReply, user: LocalUser) {
    return changedBody(reply, user.version, userBody(user));
  }
}

import { Body, Get, Patch, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RestApi } from '../bearer/rest-api';
import { type Caller, hasScope, partyOf, requirePerson } from '../bearer/caller';
import { CurrentCaller, RequireScopes } from '../bearer/decorators';
import type { Precondition } from '../shared/domain/precondition';
import { Problem } from '../shared/domain/problem';
import { changedBody, IfMatch, resourceBody } from '../shared/http/etag';
import { LocalUsers } from '../users/application/local-users';
import { UserAdministration } from '../users/application/user-administration';
import { LocalUser } from '../users/domain/user';
import { ChangeProfileDto, emailBody, profileBody } from './profile.dto';

/** /v1/profile: the person behind the token. */
@RestApi('v1/profile')
export class ProfileController {
  constructor(
    private readonly users: LocalUsers,
    private readonly administration: UserAdministration,
  ) {}

  /** Only people of our own table have a version. */
  @Get()
  @RequireScopes('read:profile')
  show(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    const person = requirePerson(caller);
    const body = profileBody(person, hasScope(caller, 'read:email'));
    return person instanceof LocalUser ? resourceBody(reply, person.version, body) : body;
  }

  @Patch()
  @RequireScopes('write:profile')
  async change(
    @CurrentCaller() caller: Caller,
    @IfMatch() condition: Precondition,
    @Body() { name, picture, locale }: ChangeProfileDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const user = await this.users.find(requirePerson(caller).id);
    if (!user) throw new Problem('conflict', 'Profiles are kept elsewhere. Change yours there.');
    condition.requireMatch(user.version);
    const changed = await this.administration.update(user, { name, picture, locale }, partyOf(caller));
    return changedBody(reply, changed.version, profileBody(changed, hasScope(caller, 'read:email')));
  }

  @Get('email')
  @RequireScopes('read:email')
  email(@CurrentCaller() caller: Caller) {
    return emailBody(requirePerson(caller));
  }
}

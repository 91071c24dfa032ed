import { Body, Get, Patch, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { LiveSettings } from '../../live-settings/application/live-settings';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, IfMatch, resourceBody } from '../../shared/http/etag';
import { ChangeSettingsDto, settingsBody, settingsChangesOf } from './server-settings.dto';

/** /v1/admin/settings: what administrators may change while the server runs. */
@RestApi('v1/admin/settings')
export class AdminSettingsController {
  constructor(private readonly settings: LiveSettings) {}

  @Get()
  @RequireScopes('admin:read')
  async show(@Res({ passthrough: true }) reply: FastifyReply) {
    const current = await this.settings.read();
    return resourceBody(reply, current.version, settingsBody(current));
  }

  @Patch()
  @RequireScopes('admin:write')
  async change(
    @CurrentCaller() caller: Caller,
    @IfMatch() condition: Precondition,
    @Body() body: ChangeSettingsDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const current = await this.settings.change(settingsChangesOf(body), condition, partyOf(caller));
    return changedBody(reply, current.version, settingsBody(current));
  }
}

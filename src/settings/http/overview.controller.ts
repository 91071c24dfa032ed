import { Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../../config/settings';
import { redirect } from '../../pages/reply';
import { SettingsPages } from '../../desk/pages-behind-sign-in';

/** GET /settings: where people begin. */
@SettingsPages('settings')
export class OverviewController {
  constructor(private readonly settings: Settings) {}

  @Get()
  show(@Res() reply: FastifyReply): void {
    redirect(reply, this.settings.path('/settings/apps'), 302);
  }
}

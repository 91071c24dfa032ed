import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings';
import { Pages } from '../pages/pages';
import { sendPage } from '../pages/reply';
import { exchangeCommand, PLAYGROUND_CALLBACK } from './round-trip';

/**
 * GET /playground/callback: where apps of the playground send people back to. The server reads nothing from its
 * address; the script does, when it knows the `state`.
 */
@Controller(PLAYGROUND_CALLBACK)
export class CallbackController {
  constructor(
    private readonly pages: Pages,
    private readonly settings: Settings,
  ) {}

  @Get()
  show(@Res() reply: FastifyReply): void {
    const page = this.pages.playgroundCallback({ exchange: exchangeCommand(this.settings) });
    // The address holds the code: it goes nowhere, not even to our own log.
    void reply.header('Referrer-Policy', 'no-referrer');
    sendPage(reply, page);
  }
}

import { Controller, Get, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings';
import { Pages } from '../pages/pages';
import { sendPage } from '../pages/reply';
import { exchangeCommand, PLAYGROUND_CALLBACK } from './round-trip';

/** GET /playground/callback: where the apps of the demo send people back to. It reads nothing from its address. */
@Controller(PLAYGROUND_CALLBACK)
export class PlaygroundController {
  constructor(
    private readonly pages: Pages,
    private readonly settings: Settings,
  ) {}

  @Get()
  show(@Res() reply: FastifyReply): void {
    const page = this.pages.message({
      title: 'You are back at the app',
      text:
        'A real app would take over here. The answer stands in the address bar: code=… when you allowed it, ' +
        `error=… when not. A code works once, for ${this.settings.authCodeTtl} seconds. ` +
        'Put it in the place of CODE to get the tokens:',
      code: exchangeCommand(this.settings),
      next: { label: 'Go to the start page', href: '/' },
    });
    // The address holds the code: it goes nowhere, not even to our own log.
    void reply.header('Referrer-Policy', 'no-referrer');
    sendPage(reply, page);
  }
}

/** A stand-in for an app, in demo and development only. */
@Module({ controllers: [PlaygroundController] })
export class PlaygroundModule {}

import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings';
import { Pages } from '../../pages/pages';
import { sendPage } from '../../pages/reply';
import { PageError } from '../../shared/http/page-error';
import { Outbox } from '../application/outbox';

const OWN_MACHINE = /^(?:127\.|::1$|::ffff:127\.)/;

/** GET /dev/mail: the mails that nobody was sent. Their links open accounts, so only this machine sees them. */
@Controller('dev/mail')
export class OutboxController {
  constructor(
    private readonly outbox: Outbox,
    private readonly pages: Pages,
    private readonly settings: Settings,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { mode } = this.settings;
    const isOffered = mode === 'development' || mode === 'demo';
    if (!isOffered || !OWN_MACHINE.test(request.ip)) throw PageError.notFound();
    void reply.header('Referrer-Policy', 'no-referrer');
    sendPage(reply, this.pages.outbox({ mails: this.outbox.mails }));
  }
}

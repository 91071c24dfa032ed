import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings';
import { Pages } from '../../pages/pages';
import { sendPage } from '../../pages/reply';
import { hostNameOf, isLoopbackHost } from '../../shared/http/loopback-host';
import { PageError } from '../../shared/http/page-error';
import { Outbox } from '../application/outbox';

const OWN_MACHINE = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * GET /dev/mail: the mails that nobody was sent. Their links open accounts, so only this machine sees them, by a name
 * of its own: not a page elsewhere whose name points here (DNS rebinding), and not the world behind a tunnel.
 */
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
    if (!isOffered || !isFromHere(request)) throw PageError.notFound();
    void reply.header('Referrer-Policy', 'no-referrer');
    sendPage(reply, this.pages.outbox({ mails: this.outbox.mails }));
  }
}

const isFromHere = ({ ip, headers }: FastifyRequest): boolean =>
  OWN_MACHINE.test(ip) &&
  headers['x-forwarded-for'] === undefined &&
  isLoopbackHost(hostNameOf(headers.host) ?? '');

import { Controller, Get, HttpCode, Options, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Settings } from '../../config/settings';
import { CurrentVisitor, VisitorGuard } from '../../sessions/visitor';
import { Csrf } from '../../sessions/application/csrf';
import { signedInPurpose, type Visitor } from '../../sessions/domain/visitor';
import { SameOriginGuard } from '../../sessions/same-origin.guard';
import { Parameters } from '../../shared/domain/parameters';
import { FormBody } from '../../shared/http/form';
import { PageError } from '../../shared/http/page-error';
import { redirect } from '../../pages/reply';
import { Problem } from '../../shared/domain/problem';
import { AuthorizeFlow } from '../application/authorize-flow';
import { OutcomeResponder } from '../outcome-responder';

/** /oauth/authorize (RFC 6749 §3.1) and the consent form behind it. */
@Controller('oauth/authorize')
@UseGuards(VisitorGuard)
export class AuthorizeController {
  constructor(
    private readonly flow: AuthorizeFlow,
    private readonly responder: OutcomeResponder,
    private readonly csrf: Csrf,
    private readonly settings: Settings,
  ) {}

  @Get()
  async begin(
    @Req() request: FastifyRequest,
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // HEAD is answered by the GET route: it must not sign anybody in or use anything up.
    if (request.method === 'HEAD') return void reply.status(200).send('');
    const outcome = await this.flow.begin(new Parameters(query), visitor);
    this.responder.respond(outcome, { visitor, request, reply, after: 'navigation' });
  }

  @Options()
  @HttpCode(204)
  options(@Res({ passthrough: true }) reply: FastifyReply): void {
    reply.header('Allow', 'GET, HEAD, POST, OPTIONS');
  }

  /** A request by POST goes on as GET: only so do our SameSite cookies come with it. */
  @Post()
  repost(@FormBody() form: Parameters, @Res() reply: FastifyReply): void {
    const url = `${this.settings.oauthUrl('authorize')}?${form.toSearch()}`;
    // Nobody could follow it: neither the browser, nor this server would take such an address.
    if (url.length > this.settings.limits.url)
      throw new Problem('uri-too-long', 'Send fewer or shorter parameters.');
    redirect(reply, url);
  }

  /** The same request after the sign-in. */
  @Get('continue')
  async continue(
    @Req() request: FastifyRequest,
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (request.method === 'HEAD') return void reply.status(200).send('');
    const outcome = await this.flow.resume(new Parameters(query).oneOrNull('txn'), visitor);
    this.responder.respond(outcome, { visitor, request, reply, after: 'form' });
  }

  /** The buttons of the consent page. */
  @Post('decision')
  @UseGuards(SameOriginGuard)
  async decide(
    @Req() request: FastifyRequest,
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const txn = form.oneOrNull('txn');
    if (
      !this.csrf.matches(visitor.browser, signedInPurpose(`consent ${txn}`, visitor), form.oneOrNull('csrf'))
    ) {
      throw PageError.staleForm('csrf token of the consent form does not fit');
    }
    const decision = form.oneOrNull('decision');
    if (decision !== 'allow' && decision !== 'deny')
      throw PageError.staleForm('the consent form says neither allow nor deny');
    const outcome = await this.flow.decide(txn, decision === 'allow', visitor);
    this.responder.respond(outcome, { visitor, request, reply, after: 'form' });
  }
}

import { Controller, Get, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthorizeFlow } from '../authorization/application/authorize-flow';
import { StaleRequestError } from '../authorization/application/waiting-room';
import { OutcomeResponder } from '../authorization/outcome-responder';
import type { Message } from '../locales/words';
import { answerForm } from '../pages/answer-form';
import { redirect, sendPage } from '../pages/reply';
import { SignIn } from '../sessions/application/sign-in';
import type { Visitor } from '../sessions/domain/visitor';
import { SameOriginGuard } from '../sessions/same-origin.guard';
import {
  clearSessionCookie,
  CurrentVisitor,
  proofCookieOf,
  setProofCookie,
  setSessionCookie,
  VisitorGuard,
} from '../sessions/visitor';
import { signedInPurpose } from '../sessions/domain/visitor';
import { Parameters } from '../shared/domain/parameters';
import { doneIn } from '../shared/http/done';
import { FormBody } from '../shared/http/form';
import { PageError } from '../shared/http/page-error';
import { LoginPages } from './login-pages';

const MAX_LOGIN = 320;
const MAX_PASSWORD = 1024;
const WRONG: Message = { key: 'signIn.wrong' };

/** /login: the sign-in page, and what it leads to. */
@Controller('login')
@UseGuards(VisitorGuard)
export class LoginController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: LoginPages,
    private readonly flow: AuthorizeFlow,
    private readonly responder: OutcomeResponder,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parameters = new Parameters(query);
    const shown = { email: null, error: null, done: doneIn(query) };
    sendPage(reply, await this.pages.signIn(visitor, parameters, shown));
  }

  @Post()
  @UseGuards(SameOriginGuard)
  async submit(
    @Req() request: FastifyRequest,
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.pages.requireCsrf(visitor, form, 'login');
    const email = form.oneOrNull('email') ?? '';
    const password = form.oneOrNull('password') ?? '';
    const plausible =
      email !== '' &&
      email.length <= MAX_LOGIN &&
      password !== '' &&
      Buffer.byteLength(password) <= MAX_PASSWORD;
    const again = (error: Message) => this.pages.signIn(visitor, form, { email, error });
    const work = async () => {
      const options = {
        remember: form.oneOrNull('remember') !== null,
        replaces: visitor.signedIn?.session ?? null,
        proof: proofCookieOf(request),
      };
      const signedIn = plausible ? await this.signIn.signIn(email, password, options) : null;
      if (!signedIn) return sendPage(reply, await again(WRONG), 401);
      setSessionCookie(reply, signedIn.cookie, signedIn.persistent ? signedIn.session.expiresAt : null);
      setProofCookie(reply, signedIn.proof);
      await this.goOn(form, { ...visitor, signedIn }, request, reply);
    };
    await answerForm(reply, work, ([error]) => again(error?.message ?? WRONG));
  }

  /** "Start again": the request has waited too long, and begins to wait anew. */
  @Get('again')
  async startAgain(
    @Req() { method }: FastifyRequest,
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (method === 'HEAD') return void reply.status(200).send('');
    const txn = await this.flow.startAgain(new Parameters(query).oneOrNull('txn'), visitor);
    redirect(reply, visitor.signedIn ? this.pages.consentPath(txn) : this.pages.loginPath(txn));
  }

  /** "Continue as Ada": goes on with the session that there is. */
  @Post('continue')
  @UseGuards(SameOriginGuard)
  async continueAs(
    @Req() request: FastifyRequest,
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const txn = form.oneOrNull('txn');
    this.pages.requireCsrf(visitor, form, signedInPurpose(`continue ${txn}`, visitor));
    if (txn !== null) await this.flow.choose(txn, visitor);
    await this.goOn(form, visitor, request, reply);
  }

  /** "Not you?": signs out, and asks again for the same app. */
  @Post('switch')
  @UseGuards(SameOriginGuard)
  async switchUser(
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const txn = form.oneOrNull('txn');
    this.pages.requireCsrf(visitor, form, signedInPurpose(`consent ${txn}`, visitor));
    if (visitor.signedIn) await this.signIn.signOut(visitor.signedIn.session);
    clearSessionCookie(reply);
    redirect(reply, this.pages.loginPath(txn));
  }

  private async goOn(
    form: Parameters,
    visitor: Visitor,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const txn = form.oneOrNull('txn');
    if (txn === null) return redirect(reply, await this.pages.returnPath(form));
    try {
      const outcome = await this.flow.resume(txn, visitor);
      // The consent page has an address of its own, so that reloading it does not send the password again.
      if (outcome.kind === 'consent') return redirect(reply, this.pages.consentPath(txn));
      this.responder.respond(outcome, { visitor, request, reply, after: 'form' });
    } catch (error) {
      if (!(error instanceof StaleRequestError) || error.restart !== null) throw error;
      throw new PageError(400, 'error.signInOver');
    }
  }
}

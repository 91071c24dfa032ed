import { Controller, Get, Post, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Pages } from '../pages/pages';
import { redirect, sendPage } from '../pages/reply';
import { Csrf } from '../sessions/application/csrf';
import { SignIn } from '../sessions/application/sign-in';
import { signedInPurpose, type Visitor } from '../sessions/domain/visitor';
import { SameOriginGuard } from '../sessions/same-origin.guard';
import { clearSessionCookie, CurrentVisitor, VisitorGuard } from '../sessions/visitor';
import type { Parameters } from '../shared/domain/parameters';
import { FormBody } from '../shared/http/form';
import { LoginPages } from './login-pages';

/** /logout: ends this browser's session; apps keep what they were allowed. */
@Controller('logout')
@UseGuards(VisitorGuard)
export class LogoutController {
  constructor(
    private readonly signIn: SignIn,
    private readonly pages: Pages,
    private readonly csrf: Csrf,
    private readonly loginPages: LoginPages,
  ) {}

  @Get()
  show(@CurrentVisitor() visitor: Visitor, @Res() reply: FastifyReply): void {
    if (!visitor.signedIn) return redirect(reply, this.loginPages.homePath(), 302);
    const { user } = visitor.signedIn;
    const csrf = this.csrf.token(visitor.browser, signedInPurpose('logout', visitor));
    sendPage(reply, this.pages.signOut({ action: '/logout', csrf, user }));
  }

  @Post()
  @UseGuards(SameOriginGuard)
  async submit(
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.loginPages.requireCsrf(visitor, form, signedInPurpose('logout', visitor));
    if (visitor.signedIn) await this.signIn.signOut(visitor.signedIn.session);
    clearSessionCookie(reply);
    sendPage(
      reply,
      this.pages.message({
        title: this.pages.t('signOut.doneTitle'),
        text: this.pages.t('signOut.doneText'),
        next: { label: this.pages.t('action.signInAgain'), href: '/login' },
      }),
    );
  }
}

import { Controller, Get, Module, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings';
import { Pages } from '../pages/pages';
import { sendPage } from '../pages/reply';
import { Csrf } from '../sessions/application/csrf';
import { signedInPurpose, type Visitor } from '../sessions/domain/visitor';
import { SessionsModule } from '../sessions/sessions.module';
import { CurrentVisitor, VisitorGuard } from '../sessions/visitor';

/** GET /: the start page. */
@Controller()
@UseGuards(VisitorGuard)
export class HomeController {
  constructor(
    private readonly pages: Pages,
    private readonly csrf: Csrf,
    private readonly settings: Settings,
  ) {}

  @Get()
  show(@CurrentVisitor() visitor: Visitor, @Res() reply: FastifyReply): void {
    const csrf = this.csrf.token(visitor.browser, signedInPurpose('logout', visitor));
    const page = this.pages.home({
      user: visitor.signedIn?.user ?? null,
      developer: this.settings.mode !== 'production',
      signOut: visitor.signedIn && { action: '/logout', csrf },
    });
    sendPage(reply, page);
  }
}

/** The start page. */
@Module({ imports: [SessionsModule], controllers: [HomeController] })
export class HomeModule {}

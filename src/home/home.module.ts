import { Controller, Get, Module, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings';
import { Pages } from '../pages/pages';
import { redirect, sendPage } from '../pages/reply';
import type { Visitor } from '../sessions/domain/visitor';
import { SessionsModule } from '../sessions/sessions.module';
import { CurrentVisitor, VisitorGuard } from '../sessions/visitor';

/** GET /: the start page; people who are signed in go on to their settings. */
@Controller()
@UseGuards(VisitorGuard)
export class HomeController {
  constructor(
    private readonly pages: Pages,
    private readonly settings: Settings,
  ) {}

  @Get()
  show(@CurrentVisitor() visitor: Visitor, @Res() reply: FastifyReply): void {
    if (visitor.signedIn) return redirect(reply, this.settings.path('/settings'), 302);
    const developer = this.settings.mode !== 'production';
    sendPage(reply, this.pages.home({ developer, playground: this.settings.playground }));
  }
}

/** The start page. */
@Module({ imports: [SessionsModule], controllers: [HomeController] })
export class HomeModule {}

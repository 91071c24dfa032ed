import { Controller, Get, Query, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../config/settings';
import { Pages } from '../pages/pages';
import { sendPage } from '../pages/reply';
import { ScopeCatalogue } from '../scopes/application/scope-catalogue';
import type { Visitor } from '../sessions/domain/visitor';
import { CurrentVisitor, VisitorGuard } from '../sessions/visitor';
import { Parameters } from '../shared/domain/parameters';
import { PlaygroundApps } from './playground-apps';
import { PLAYGROUND_CALLBACK } from './round-trip';

/** GET /playground: runs the flows in the browser. Of its address it reads `client_id` and nothing else. */
@Controller('playground')
@UseGuards(VisitorGuard)
export class PlaygroundController {
  constructor(
    private readonly pages: Pages,
    private readonly apps: PlaygroundApps,
    private readonly catalogue: ScopeCatalogue,
    private readonly settings: Settings,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = new Parameters(query).oneOrNull('client_id');
    const own = asked === null ? null : await this.apps.ownedBy(visitor, asked);
    const known = (await this.apps.ofTheDemo()).filter(({ id }) => id !== own?.id);
    const page = this.pages.playground({
      user: visitor.signedIn && { email: visitor.signedIn.user.email },
      person: this.apps.person,
      apps: own ? [own, ...known] : known,
      asked,
      scopes: this.catalogue.all(),
      callback: this.settings.url(PLAYGROUND_CALLBACK),
    });
    void reply.header('Referrer-Policy', 'no-referrer');
    sendPage(reply, page);
  }
}

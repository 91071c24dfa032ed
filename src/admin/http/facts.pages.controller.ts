import { Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages } from '../../desk/pages-behind-sign-in';
import { Pages } from '../../pages/pages';
import { sendPage } from '../../pages/reply';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { ClientSearch } from '../application/client-search';

/** /admin/scopes: every scope, to read. */
@AdminPages('admin')
export class AdminFactPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly catalogue: ScopeCatalogue,
    private readonly clients: ClientSearch,
  ) {}

  @Get('scopes')
  async scopes(@CurrentPerson() visitor: SignedInVisitor, @Res() reply: FastifyReply): Promise<void> {
    const rows = [];
    for (const scope of this.catalogue.all()) {
      rows.push({ scope, apps: await this.clients.count({ scope: scope.name }) });
    }
    const shell = this.desk.shell(visitor, '/admin/scopes');
    sendPage(
      reply,
      this.pages.adminScopes({ shell, api: [{ method: 'GET', path: '/v1/admin/scopes' }], rows }),
    );
  }
}

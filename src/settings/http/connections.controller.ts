import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ConnectedApps } from '../../authorization/application/connected-apps';
import type { Connection } from '../../authorization/domain/connection';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { ConnectionRow } from '../../pages/templates/connections';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { userParty } from '../../shared/domain/security-events';
import { readPlace, ways } from '../../desk/paging';
import { SettingsPages } from '../../desk/pages-behind-sign-in';
import { Shell } from '../../desk/shell';

const PATH = '/settings/connections';

/** The apps that can use a person's account. */
@SettingsPages('settings/connections')
export class ConnectionsController {
  constructor(
    private readonly pages: Pages,
    private readonly shell: Shell,
    private readonly apps: ConnectedApps,
    private readonly catalogue: ScopeCatalogue,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = readPlace(query, 'since');
    const page = await this.apps.listOf(visitor.signedIn.user.id, place);
    const rows = page.items.map((item) => this.row(item));
    const shell = this.shell.view(visitor, PATH, query);
    sendPage(reply, this.pages.connections({ shell, rows, ...ways(PATH, place, page) }));
  }

  @Get(':ref/remove')
  async ask(
    @Param('ref') ref: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { client } = await this.apps.find(visitor.signedIn.user.id, ref);
    const app = client?.name ?? this.pages.t('connections.gone');
    const text = client?.firstParty ? 'connections.removeOwnText' : 'connections.removeText';
    const view = {
      shell: this.shell.view(visitor, PATH),
      form: this.shell.form(visitor, `${PATH}/${ref}/remove`),
      errors: [],
      title: this.pages.t('connections.removeTitle', { app }),
      text: this.pages.t(text, { app }),
      submit: this.pages.t('action.remove'),
      danger: true,
      back: PATH,
    };
    sendPage(reply, this.pages.confirm(view));
  }

  @Post(':ref/remove')
  async remove(
    @Param('ref') ref: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { id } = visitor.signedIn.user;
    await this.apps.remove(id, ref, userParty(id));
    redirect(reply, this.shell.path(PATH, 'app-removed'));
  }

  private row({ clientRef, client, scopes, since, lastUsedAt }: Connection): ConnectionRow {
    return {
      name: client?.name ?? null,
      disabled: client?.isActive === false,
      scopes: this.catalogue.describe(scopes),
      since,
      lastUsedAt,
      remove: `${PATH}/${clientRef}/remove`,
    };
  }
}

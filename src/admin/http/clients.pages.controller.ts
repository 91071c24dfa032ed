import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientRegistration } from '../../clients/application/client-registration';
import { CLIENT_TYPES, type Client } from '../../clients/domain/client';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { readPlace, ways } from '../../desk/paging';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { Parameters } from '../../shared/domain/parameters';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { ClientDesk } from '../application/client-desk';
import { ClientViews } from './client-views';
import { asQuery } from './page-search';

const PATH = '/admin/clients';

/** /admin/clients: every app, and what only administrators may let one do. */
@AdminPages('admin/clients')
export class AdminClientPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly clients: ClientDesk,
    private readonly views: ClientViews,
    private readonly registration: ClientRegistration,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const search = readSearch(new Parameters(query));
    const place = readPlace(query, 'createdAt');
    const page = await this.clients.search(place, filtersOf(search));
    const rows = page.items.map(({ client }) => ({
      name: client.name,
      type: client.type,
      clientId: client.id,
      active: client.isActive,
      firstParty: client.firstParty,
      href: this.views.pathOf(client),
    }));
    const path = `${PATH}${asQuery(search)}`;
    const api = [{ method: 'GET', path: `/v1${path}` }];
    const shell = this.desk.shell(visitor, PATH, query);
    sendPage(reply, this.pages.adminClients({ shell, api, rows, search, ...ways(path, place, page) }));
  }

  @Get(':clientId')
  async show(
    @Param('clientId') clientId: string,
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = await this.clients.find(clientId);
    sendPage(reply, await this.views.client(visitor, client, { query }));
  }

  @Post(':clientId')
  async allow(
    @Param('clientId') clientId: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const draft = {
      scopes: [...new Set(form.all('scopes'))],
      grantTypes: [...new Set(form.all('grant_types'))],
      firstParty: form.oneOrNull('first_party') !== null,
    };
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const client = await this.clients.find(clientId);
      if (!isAlready(client, draft)) {
        this.views.requireVersion(client, form);
        await this.registration.update(client, draft, userParty(visitor.signedIn.user.id));
      }
      redirect(reply, this.desk.path(this.views.pathOf(client), 'saved'));
    };
    await answerForm(reply, work, async (errors) =>
      this.views.client(visitor, await this.clients.find(clientId), { draft, errors }),
    );
  }
}

type Search = { q: string; type: string; status: string };

const readSearch = (query: Parameters): Search => ({
  q: (query.oneOrNull('q') ?? '').slice(0, 100),
  type: query.oneOrNull('type') ?? '',
  status: query.oneOrNull('status') ?? '',
});

function filtersOf({ q, type, status }: Search) {
  const known = CLIENT_TYPES.find((one) => one === type);
  const state = (['active', 'disabled'] as const).find((one) => one === status);
  return { ...(q && { q }), ...(known && { type: known }), ...(state && { status: state }) };
}

const isAlready = (client: Client, draft: Partial<Client>): boolean =>
  Object.entries(draft).every(
    ([name, value]) => JSON.stringify(client[name as keyof Client]) === JSON.stringify(value),
  );

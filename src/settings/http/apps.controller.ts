import { Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type NewApp, OwnApps } from '../../clients/application/own-apps';
import { CLIENT_TYPES, type ClientType } from '../../clients/domain/client';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import { type AppDraft, linesOf } from '../../pages/templates/new-app';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { UsageCounter } from '../../usage/application/usage-counter';
import { AppPages } from './app-pages';
import { Desk } from '../../desk/desk';
import { readPlace, ways } from '../../desk/paging';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';

const PATH = '/settings/apps';

/** The apps that a person has registered, and the way to a new one. */
@SettingsPages('settings/apps')
export class AppsController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly apps: OwnApps,
    private readonly appPages: AppPages,
    private readonly usage: UsageCounter,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const place = readPlace(query, 'createdAt');
    const page = await this.apps.listOf(visitor.signedIn.user, place);
    const lastUsed = await this.usage.lastUsed(page.items.map(({ ref }) => ref));
    const rows = page.items.map((client) => ({
      name: client.name,
      type: client.type,
      clientId: client.id,
      active: client.isActive,
      lastUsedAt: lastUsed.get(client.ref) ?? null,
      href: this.appPages.pathOf(client),
    }));
    const shell = this.desk.shell(visitor, PATH, query);
    const playground = this.pages.settings.playground ? '/playground' : null;
    sendPage(
      reply,
      this.pages.apps({ shell, now: this.apps.now(), rows, playground, ...ways(PATH, place, page) }),
    );
  }

  @Get('new')
  ask(@Query() query: unknown, @CurrentPerson() visitor: SignedInVisitor, @Res() reply: FastifyReply): void {
    const type = readType(new Parameters(query));
    if (!type) return sendPage(reply, this.pages.appType({ shell: this.desk.shell(visitor, PATH) }));
    const draft = { name: '', redirectUris: '', secret: true, scopes: [] };
    sendPage(reply, this.newPage(visitor, type, draft, this.desk.newOnce(), []));
  }

  @Post('new')
  async create(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const type = readType(form);
    if (!type) return redirect(reply, this.pages.at(`${PATH}/new`));
    const draft = readDraft(form);
    const { user } = visitor.signedIn;
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const { client, secret } = await this.desk.once(visitor, form, PATH, async () => {
        const result = await this.apps.register(user, appOf(type, draft));
        return { result, resource: result.client.id };
      });
      if (secret === null) {
        return redirect(reply, this.desk.path(this.appPages.pathOf(client), 'app-registered'));
      }
      sendPage(reply, await this.appPages.show(visitor, client, { made: { secret, registered: true } }));
    };
    await answerForm(reply, work, (errors) =>
      this.newPage(visitor, type, draft, form.oneOrNull('once'), errors),
    );
  }

  private newPage(
    visitor: SignedInVisitor,
    type: ClientType,
    draft: AppDraft,
    once: string | null,
    errors: FieldError[],
  ): Html {
    const { user } = visitor.signedIn;
    return this.pages.newApp({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${PATH}/new`, { once, sensitive: true }),
      errors,
      type,
      draft,
      scopes: this.apps.scopesFor(user),
      waits: type === 'm2m' && !this.apps.mayActAlone(user),
    });
  }
}

function readType(parameters: Parameters): ClientType | null {
  const type = parameters.oneOrNull('type');
  return CLIENT_TYPES.find((known) => known === type) ?? null;
}

const readDraft = (form: Parameters): AppDraft => ({
  name: form.oneOrNull('name') ?? '',
  redirectUris: form.oneOrNull('redirect_uris') ?? '',
  secret: form.oneOrNull('secret') !== 'no',
  scopes: form.all('scopes'),
});

/** Machines redirect nobody, and only a website leaves the choice whether it keeps a secret. */
const appOf = (type: ClientType, { name, redirectUris, scopes, secret }: AppDraft): NewApp => ({
  type,
  name,
  scopes,
  redirectUris: type === 'm2m' ? [] : linesOf(redirectUris),
  ...(type === 'web' && { secret }),
});

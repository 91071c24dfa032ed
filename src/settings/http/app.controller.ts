import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type AppChanges, OwnApps } from '../../clients/application/own-apps';
import type { Client } from '../../clients/domain/client';
import { redirect, sendPage } from '../../pages/reply';
import type { AppPart, AppView } from '../../pages/templates/app';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { Parameters } from '../../shared/domain/parameters';
import { Problem } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { AppPages } from './app-pages';
import { Desk } from '../../desk/desk';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';

/** The page of one app, and the forms on it. */
@SettingsPages('settings/apps/:clientId')
export class AppController {
  constructor(
    private readonly desk: Desk,
    private readonly apps: OwnApps,
    private readonly appPages: AppPages,
  ) {}

  @Get()
  async show(
    @Param('clientId') clientId: string,
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = await this.apps.find(visitor.signedIn.user, clientId);
    // A link can propose an address, e.g. one that was refused; it is only filled in.
    const proposed = new Parameters(query).oneOrNull('add_redirect_uri');
    const draft = proposed === null ? {} : { redirectUris: [...client.redirectUris, proposed] };
    sendPage(reply, await this.appPages.show(visitor, client, { query, draft }));
  }

  @Post('name')
  async rename(
    @Param('clientId') clientId: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const name = (form.oneOrNull('name') ?? '').trim();
    await this.save({ clientId, form, visitor, reply, part: 'name' }, { name });
  }

  @Post('redirect-uris')
  async setRedirectUris(
    @Param('clientId') clientId: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const typed = form.all('redirect_uris').map((uri) => uri.trim());
    const redirectUris = typed.filter((uri) => uri !== '');
    if (form.oneOrNull('add') === null)
      return this.save({ clientId, form, visitor, reply, part: 'redirect-uris' }, { redirectUris });
    const client = await this.apps.find(visitor.signedIn.user, clientId);
    const draft = { redirectUris: [...redirectUris, ''] };
    sendPage(reply, await this.appPages.show(visitor, client, { draft }));
  }

  @Post('scopes-form')
  async setScopes(
    @Param('clientId') clientId: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const scopes = [...new Set(form.all('scopes'))];
    await this.save({ clientId, form, visitor, reply, part: 'scopes-form' }, { scopes });
  }

  /** Changes one part; a form that is sent twice finds its change done. */
  private async save(
    sent: {
      clientId: string;
      form: Parameters;
      visitor: SignedInVisitor;
      reply: FastifyReply;
      part: AppPart;
    },
    changes: AppChanges & Partial<AppView['draft']>,
  ): Promise<void> {
    const { clientId, form, visitor, reply, part } = sent;
    const { user } = visitor.signedIn;
    const work = async () => {
      const client = await this.apps.find(user, clientId);
      if (!isAlready(client, changes)) {
        if (String(client.version) !== form.oneOrNull('version')) throw changedMeanwhile();
        // Where codes go and what tokens may do is worth as much as a secret; what the app is called is not.
        if (part !== 'name') await this.desk.requireSudo(visitor, form);
        await this.apps.update(user, client, changes);
      }
      redirect(reply, this.desk.path(this.appPages.pathOf(client), 'saved'));
    };
    await answerForm(reply, work, async (errors) => {
      const client = await this.apps.find(user, clientId);
      return this.appPages.show(visitor, client, { draft: changes, errors, part });
    });
  }
}

const isAlready = (client: Client, changes: AppChanges): boolean =>
  Object.entries(changes).every(
    ([name, value]) => JSON.stringify(client[name as keyof AppChanges]) === JSON.stringify(value),
  );

const changedMeanwhile = () =>
  new Problem('version-mismatch', 'This app has changed since the page was made.', {
    words: { key: 'fault.changedMeanwhile' },
  });

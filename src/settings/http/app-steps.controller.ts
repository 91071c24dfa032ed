import { Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OwnApps } from '../../clients/application/own-apps';
import { type Client } from '../../clients/domain/client';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import { field } from '../../pages/templates/forms';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, fieldError, refused } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { AppFacts } from './app-facts';
import { AppPages } from './app-pages';
import { Desk } from '../../desk/desk';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';

const PATH = '/settings/apps';

/** The small pages that ask before an app is disabled, enabled or deleted. */
@SettingsPages('settings/apps/:clientId')
export class AppStepsController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly apps: OwnApps,
    private readonly appPages: AppPages,
    private readonly facts: AppFacts,
  ) {}

  @Get('disable')
  async askToDisable(
    @Param('clientId') clientId: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(
      reply,
      this.togglePage(visitor, await this.apps.find(visitor.signedIn.user, clientId), 'disable'),
    );
  }

  @Post('disable')
  async disable(
    @Param('clientId') clientId: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.setStatus(visitor, clientId, 'disabled', reply);
  }

  @Get('enable')
  async askToEnable(
    @Param('clientId') clientId: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(
      reply,
      this.togglePage(visitor, await this.apps.find(visitor.signedIn.user, clientId), 'enable'),
    );
  }

  @Post('enable')
  async enable(
    @Param('clientId') clientId: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.setStatus(visitor, clientId, 'active', reply);
  }

  @Get('delete')
  async askToDelete(
    @Param('clientId') clientId: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = await this.apps.find(visitor.signedIn.user, clientId);
    sendPage(reply, await this.deletePage(visitor, client, '', []));
  }

  @Post('delete')
  async delete(
    @Param('clientId') clientId: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { user } = visitor.signedIn;
    const typed = form.oneOrNull('name') ?? '';
    const client = await this.apps.find(user, clientId);
    const work = async () => {
      if (typed.trim() !== client.name)
        throw refused(
          'validation-failed',
          fieldError('/name', 'different', 'app.deleteName', { name: client.name }),
        );
      await this.desk.requireSudo(visitor, form);
      await this.apps.remove(user, client);
      redirect(reply, this.desk.path(PATH, 'app-deleted'));
    };
    await answerForm(reply, work, (errors) => this.deletePage(visitor, client, typed, errors));
  }

  private async setStatus(
    visitor: SignedInVisitor,
    clientId: string,
    status: Client['status'],
    reply: FastifyReply,
  ): Promise<void> {
    const { user } = visitor.signedIn;
    const client = await this.apps.find(user, clientId);
    if (client.status !== status) await this.apps.setStatus(user, client, status);
    const done = status === 'active' ? 'app-enabled' : 'app-disabled';
    redirect(reply, this.desk.path(this.appPages.pathOf(client), done));
  }

  private togglePage(visitor: SignedInVisitor, client: Client, step: 'enable' | 'disable'): Html {
    const path = this.appPages.pathOf(client);
    return this.pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${path}/${step}`),
      errors: [],
      title: this.pages.t(`app.${step}Title`, { name: client.name }),
      text: this.pages.t(`app.${step}Text`),
      submit: this.pages.t(`app.${step}Submit`),
      danger: step === 'disable',
      back: path,
    });
  }

  private async deletePage(
    visitor: SignedInVisitor,
    client: Client,
    typed: string,
    errors: FieldError[],
  ): Promise<Html> {
    const path = this.appPages.pathOf(client);
    const { people } = await this.facts.usageOf(client);
    const { name } = client;
    return this.pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${path}/delete`, { sensitive: true }),
      errors,
      title: this.pages.t('app.deleteTitle', { name }),
      text: this.pages.count('app.deleteText', people),
      fields: (faults) =>
        field({
          name: 'name',
          label: this.pages.t('app.deleteType', { name }),
          value: typed,
          error: faults.of('/name'),
          required: true,
          autocomplete: 'off',
        }),
      submit: this.pages.t('app.delete'),
      danger: true,
      back: path,
    });
  }
}

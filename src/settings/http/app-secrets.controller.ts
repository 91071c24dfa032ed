import { Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OwnApps } from '../../clients/application/own-apps';
import type { Client } from '../../clients/domain/client';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import { overlapChoice } from '../../pages/templates/overlap';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { AppFacts } from './app-facts';
import { AppPages } from './app-pages';
import { Desk } from '../../desk/desk';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';

const PATH = '/settings/apps';
const DAY = 86_400;
const OVERLAPS = [0, DAY, 7 * DAY, 30 * DAY];

/** The secrets of an app: a new one beside the old, and the end of one. */
@SettingsPages('settings/apps/:clientId/secrets')
export class AppSecretsController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly apps: OwnApps,
    private readonly appPages: AppPages,
    private readonly facts: AppFacts,
  ) {}

  @Get('new')
  async ask(
    @Param('clientId') clientId: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = await this.find(visitor, clientId);
    sendPage(reply, await this.newPage(visitor, client, { overlap: DAY, once: this.desk.newOnce() }, []));
  }

  @Post('new')
  async add(
    @Param('clientId') clientId: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = await this.find(visitor, clientId);
    const seconds = Number(form.oneOrNull('overlap') ?? String(DAY));
    const overlap = OVERLAPS.includes(seconds) ? seconds : DAY;
    const path = this.appPages.pathOf(client);
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const { value } = await this.desk.once(visitor, form, path, async () => {
        const result = await this.apps.rotateSecret(visitor.signedIn.user, client, overlap);
        return { result, resource: result.secret.id };
      });
      const made = { secret: value, registered: false };
      sendPage(reply, await this.appPages.show(visitor, client, { made }));
    };
    await answerForm(reply, work, (errors) =>
      this.newPage(visitor, client, { overlap, once: form.oneOrNull('once') }, errors),
    );
  }

  @Get(':id/remove')
  async askToRemove(
    @Param('clientId') clientId: string,
    @Param('id') id: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = await this.find(visitor, clientId);
    sendPage(reply, await this.removePage(visitor, client, id, []));
  }

  @Post(':id/remove')
  async remove(
    @Param('clientId') clientId: string,
    @Param('id') id: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const client = await this.find(visitor, clientId);
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      await this.apps.removeSecret(visitor.signedIn.user, client, id);
      redirect(reply, this.desk.path(this.appPages.pathOf(client), 'secret-removed'));
    };
    await answerForm(reply, work, (errors) => this.removePage(visitor, client, id, errors));
  }

  /** @throws Problem `not-found` for a public app too: it has no secrets */
  private async find(visitor: SignedInVisitor, clientId: string): Promise<Client> {
    const client = await this.apps.find(visitor.signedIn.user, clientId);
    if (client.isPublic) throw Problem.notFound('secret');
    return client;
  }

  private async newPage(
    visitor: SignedInVisitor,
    client: Client,
    { overlap, once }: { overlap: number; once: string | null },
    errors: FieldError[],
  ): Promise<Html> {
    const path = this.appPages.pathOf(client);
    const [newest, older] = await this.facts.secretsOf(client, path);
    const { pages } = this;
    const text = older ? 'app.newSecretReplaces' : newest ? 'app.newSecretText' : 'app.firstSecretText';
    return pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${path}/secrets/new`, { once, sensitive: true }),
      errors,
      title: pages.t('app.newSecretTitle', { name: client.name }),
      text: pages.t(text, { last4: older?.last4 ?? '' }),
      fields: () => newest && overlapChoice(pages, pages.t('app.overlapLegend'), OVERLAPS, overlap),
      submit: pages.t('app.addSecret'),
      danger: false,
      back: path,
    });
  }

  private async removePage(
    visitor: SignedInVisitor,
    client: Client,
    id: string,
    errors: FieldError[],
  ): Promise<Html> {
    const path = this.appPages.pathOf(client);
    const remove = `${path}/secrets/${id}/remove`;
    const row = (await this.facts.secretsOf(client, path)).find((secret) => secret.remove === remove);
    if (!row) throw Problem.notFound('secret');
    const { pages } = this;
    const used = row.lastUsedAt === null ? pages.t('time.never') : pages.ago(row.lastUsedAt, this.apps.now());
    return pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, remove, { sensitive: true }),
      errors,
      title: pages.t('app.removeSecretTitle', { last4: row.last4 }),
      text: pages.t('app.removeSecretText', { used }),
      submit: pages.t('action.remove'),
      danger: true,
      back: path,
    });
  }
}

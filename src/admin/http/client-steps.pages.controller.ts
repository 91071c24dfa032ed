import { Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientRegistration } from '../../clients/application/client-registration';
import type { Client } from '../../clients/domain/client';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { TokenRevoker } from '../../tokens/application/token-revoker';
import { ClientDesk } from '../application/client-desk';
import { ClientViews } from './client-views';

const PATH = '/admin/clients';
const STEPS = ['disable', 'enable', 'revoke-tokens', 'delete'] as const;
type Step = (typeof STEPS)[number];

/** The small pages that ask before something is done to an app of anybody. */
@AdminPages('admin/clients/:clientId/:step')
export class AdminClientStepsController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly clients: ClientDesk,
    private readonly views: ClientViews,
    private readonly registration: ClientRegistration,
    private readonly revoker: TokenRevoker,
  ) {}

  @Get()
  async ask(
    @Param('clientId') clientId: string,
    @Param('step') word: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const step = readStep(word);
    sendPage(reply, await this.page(visitor, await this.clients.find(clientId), step, []));
  }

  @Post()
  async take(
    @Param('clientId') clientId: string,
    @Param('step') word: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const step = readStep(word);
    const client = await this.clients.find(clientId);
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      redirect(reply, await this.do(step, client, visitor));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, client, step, errors));
  }

  /** @returns where to go on */
  private async do(step: Step, client: Client, visitor: SignedInVisitor): Promise<string> {
    const actor = userParty(visitor.signedIn.user.id);
    const path = this.views.pathOf(client);
    if (step === 'delete') {
      await this.registration.remove(client, actor);
      return this.desk.path(PATH, 'app-deleted');
    }
    if (step === 'revoke-tokens') {
      await this.revoker.revokeAll({ clientRef: client.ref }, { actor, clientId: client.id });
      return this.desk.path(path, 'client-tokens-revoked');
    }
    const status = step === 'enable' ? 'active' : 'disabled';
    if (client.status !== status) await this.registration.setStatus(client, status, actor);
    return this.desk.path(path, `app-${step}d`);
  }

  private async page(
    visitor: SignedInVisitor,
    client: Client,
    step: Step,
    errors: FieldError[],
  ): Promise<Html> {
    const path = this.views.pathOf(client);
    const { users } = await this.clients.stats(client);
    return this.pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${path}/${step}`, { sensitive: true }),
      errors,
      ...this.words(step, client.name, users),
      danger: step !== 'enable',
      back: path,
      api: [
        step === 'delete'
          ? { method: 'DELETE', path: `/v1${path}` }
          : { method: 'POST', path: `/v1${path}/${step}` },
      ],
    });
  }

  private words(step: Step, name: string, people: number) {
    const { pages } = this;
    if (step === 'delete') {
      return {
        title: pages.t('app.deleteTitle', { name }),
        text: pages.count('app.deleteText', people),
        submit: pages.t('app.delete'),
      };
    }
    if (step === 'revoke-tokens') {
      return {
        title: pages.t('clients.revokeTitle', { name }),
        text: pages.count('clients.revokeText', people),
        submit: pages.t('clients.revoke'),
      };
    }
    return {
      title: pages.t(`app.${step}Title`, { name }),
      text: pages.t(`app.${step}Text`),
      submit: pages.t(`app.${step}Submit`),
    };
  }
}

/** @throws Problem `not-found` */
function readStep(word: string): Step {
  const step = STEPS.find((known) => known === word);
  if (!step) throw Problem.notFound('page');
  return step;
}

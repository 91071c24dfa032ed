import { Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { type Html, html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { AdminKeyRow } from '../../pages/templates/admin-keys';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { type Party, userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { KeyRing } from '../../keys/application/key-ring';
import { SigningKeyRotation } from '../../tokens/application/signing-key-rotation';
import { KeyRows } from './key-rows';

const PATH = '/admin/keys';
const STEPS = ['activate', 'delete'] as const;
type Step = (typeof STEPS)[number];

/** The small pages that ask before one signing key begins to sign, or is deleted. */
@AdminPages('admin/keys/:kid/:step')
export class AdminKeyStepsController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly keys: KeyRows,
    private readonly ring: KeyRing,
    private readonly rotation: SigningKeyRotation,
  ) {}

  @Get()
  async ask(
    @Param('kid') kid: string,
    @Param('step') word: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const step = this.readStep(word);
    if (!(await this.find(kid))) throw Problem.notFound('key');
    sendPage(reply, this.page(visitor, { kid, step, errors: [] }));
  }

  @Post()
  async take(
    @Param('kid') kid: string,
    @Param('step') word: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const step = this.readStep(word);
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      await this.do(step, kid, userParty(visitor.signedIn.user.id));
      redirect(reply, this.desk.path(PATH, step === 'activate' ? 'key-activated' : 'key-deleted'));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, { kid, step, errors }));
  }

  /** A form that is sent again finds that it is done: the key signs, or is gone. */
  private async do(step: Step, kid: string, actor: Party): Promise<void> {
    const key = await this.find(kid);
    if (step === 'delete') {
      if (key) await this.ring.remove(kid, actor);
      return;
    }
    if (key?.status !== 'active') await this.rotation.activate(kid, actor);
  }

  private async find(kid: string): Promise<AdminKeyRow | undefined> {
    return (await this.keys.all()).find((key) => key.kid === kid);
  }

  private page(
    visitor: SignedInVisitor,
    { kid, step, errors }: { kid: string; step: Step; errors: FieldError[] },
  ): Html {
    const path = `${PATH}/${encodeURIComponent(kid)}`;
    const isDeletion = step === 'delete';
    return this.pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${path}/${step}`, { sensitive: true }),
      errors,
      title: this.pages.t(isDeletion ? 'keys.deleteTitle' : 'keys.activateTitle'),
      text: this.pages.t(isDeletion ? 'keys.deleteText' : 'keys.activateText', {
        kid: html`<code>${kid}</code>`,
      }),
      submit: this.pages.t(isDeletion ? 'keys.delete' : 'keys.activate'),
      danger: isDeletion,
      back: PATH,
      api: [
        isDeletion
          ? { method: 'DELETE', path: `/v1${path}` }
          : { method: 'POST', path: `/v1${path}/activate` },
      ],
    });
  }

  /** @throws Problem `not-found`, also where the keys are kept elsewhere */
  private readStep(word: string): Step {
    const step = STEPS.find((known) => known === word);
    if (!step || this.keys.place !== 'here') throw Problem.notFound('page');
    return step;
  }
}

import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../../config/settings';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { KeyRing } from '../../keys/application/key-ring';
import type { MessageKey } from '../../locales/words';
import { type Html, html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { type Party, userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { SigningKeyRotation } from '../../tokens/application/signing-key-rotation';
import { KeyRows } from './key-rows';

const PATH = '/admin/keys';
const STEPS = ['next', 'rotate', 'emergency'] as const;
type Step = (typeof STEPS)[number];

const WORDS: Record<Step, { title: MessageKey; text: MessageKey; submit: MessageKey; done: string }> = {
  next: { title: 'keys.addTitle', text: 'keys.addText', submit: 'keys.add', done: 'key-added' },
  rotate: {
    title: 'keys.rotateTitle',
    text: 'keys.rotateText',
    submit: 'keys.rotateSubmit',
    done: 'keys-rotated',
  },
  emergency: {
    title: 'keys.emergencyTitle',
    text: 'keys.emergencyText',
    submit: 'keys.emergencySubmit',
    done: 'keys-replaced',
  },
};

/** /admin/keys: the keys that sign tokens, and the pages that ask before they are rotated. */
@AdminPages('admin/keys')
export class AdminKeyPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly keys: KeyRows,
    private readonly ring: KeyRing,
    private readonly rotation: SigningKeyRotation,
    private readonly settings: Settings,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const view = {
      shell: this.desk.shell(visitor, PATH, query),
      api: [{ method: 'GET', path: `/v1${PATH}` }],
      rows: await this.keys.all(),
      place: this.keys.place,
    };
    sendPage(reply, this.pages.adminKeys(view));
  }

  @Get(':step')
  async ask(
    @Param('step') word: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const step = this.readStep(word);
    sendPage(reply, this.page(visitor, { step, now: await this.now(step), errors: [] }));
  }

  @Post(':step')
  async take(
    @Param('step') word: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const step = this.readStep(word);
    const now = form.oneOrNull('now') ?? '';
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      // A form that is sent again names keys that are not so any more: what it asks for is done.
      if (now === (await this.now(step))) await this.do(step, userParty(visitor.signedIn.user.id));
      redirect(reply, this.desk.path(PATH, WORDS[step].done));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, { step, now, errors }));
  }

  /** The keys that the step would change. */
  private now(step: Step): Promise<string> {
    return step === 'next' ? this.keys.waiting() : this.keys.active();
  }

  private async do(step: Step, actor: Party): Promise<void> {
    if (step === 'next') await this.ring.announce(this.settings.signingAlg, actor);
    else await this.rotation.rotate({ emergency: step === 'emergency', actor });
  }

  private page(
    visitor: SignedInVisitor,
    { step, now, errors }: { step: Step; now: string; errors: FieldError[] },
  ): Html {
    const { title, text, submit } = WORDS[step];
    const emergency = step === 'emergency';
    const rotate = { method: 'POST', path: `/v1${PATH}/rotate`, body: { emergency } };
    const next = { method: 'POST', path: `/v1${PATH}`, body: { alg: this.settings.signingAlg } };
    return this.pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${PATH}/${step}`, { sensitive: true }),
      errors,
      title: this.pages.t(title),
      text: this.pages.t(text, { kid: html`<code>${now}</code>` }),
      fields: () => this.pages.hidden('now', now),
      submit: this.pages.t(submit),
      danger: emergency,
      back: PATH,
      api: [step === 'next' ? next : rotate],
    });
  }

  /** @throws Problem `not-found`, also where the keys are kept elsewhere, and rotated there */
  private readStep(word: string): Step {
    const step = STEPS.find((known) => known === word);
    if (!step || this.keys.place !== 'here') throw Problem.notFound('page');
    return step;
  }
}

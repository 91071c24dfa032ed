import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { type Html, html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { SigningKeyRotation } from '../../tokens/application/signing-key-rotation';
import { KeyRows } from './key-rows';

const PATH = '/admin/keys';
const ROTATE = '/v1/admin/keys/rotate';
const STEPS = ['rotate', 'emergency'] as const;
type Step = (typeof STEPS)[number];

/** /admin/keys: the keys that sign tokens, and the pages that ask before they are rotated. */
@AdminPages('admin/keys')
export class AdminKeyPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly keys: KeyRows,
    private readonly rotation: SigningKeyRotation,
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
    const active = await this.keys.active();
    sendPage(reply, this.page(visitor, { step: this.readStep(word), active, errors: [] }));
  }

  @Post(':step')
  async take(
    @Param('step') word: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const step = this.readStep(word);
    const active = form.oneOrNull('active') ?? '';
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      // A form that is sent again names a key that signs no more: what it asks for is done.
      if (active === (await this.keys.active())) {
        const actor = userParty(visitor.signedIn.user.id);
        await this.rotation.rotate({ emergency: step === 'emergency', actor });
      }
      redirect(reply, this.desk.path(PATH, step === 'emergency' ? 'keys-replaced' : 'keys-rotated'));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, { step, active, errors }));
  }

  private page(
    visitor: SignedInVisitor,
    { step, active, errors }: { step: Step; active: string; errors: FieldError[] },
  ): Html {
    const emergency = step === 'emergency';
    return this.pages.confirm({
      shell: this.desk.shell(visitor, PATH),
      form: this.desk.form(visitor, `${PATH}/${step}`, { sensitive: true }),
      errors,
      title: this.pages.t(emergency ? 'keys.emergencyTitle' : 'keys.rotateTitle'),
      text: this.pages.t(emergency ? 'keys.emergencyText' : 'keys.rotateText', {
        kid: html`<code>${active}</code>`,
      }),
      fields: () => this.pages.hidden('active', active),
      submit: this.pages.t(emergency ? 'keys.emergencySubmit' : 'keys.rotateSubmit'),
      danger: emergency,
      back: PATH,
      api: [{ method: 'POST', path: ROTATE, body: { emergency } }],
    });
  }

  /** @throws Problem `not-found`, also where the keys are kept elsewhere, and rotated there */
  private readStep(word: string): Step {
    const step = STEPS.find((known) => known === word);
    if (!step || this.keys.place !== 'here') throw Problem.notFound('page');
    return step;
  }
}

import { Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answerForm } from '../../pages/answer-form';
import type { Html } from '../../pages/html';
import { sendPage } from '../../pages/reply';
import type { Visitor } from '../../sessions/domain/visitor';
import { CurrentVisitor } from '../../sessions/visitor';
import { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { EmailChanges } from '../application/email-changes';
import { AccountForms } from './account-forms';
import { AccountPages } from './account-pages';

/** /verify?token=…: confirms that a new email address is the person's, who proves by the password to be the person. */
@AccountPages('verify')
export class VerifyController {
  constructor(
    private readonly forms: AccountForms,
    private readonly changes: EmailChanges,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.page(visitor, new Parameters(query).oneOrNull('token'), []));
  }

  @Post()
  async submit(
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = form.oneOrNull('token');
    const work = async () => {
      await this.changes.confirm(token, form.oneOrNull('password') ?? '', visitor);
      this.forms.toSignIn(reply, 'email-confirmed');
    };
    await answerForm(reply, work, (errors) => this.page(visitor, token, errors));
  }

  private async page(visitor: Visitor, token: string | null, errors: FieldError[]): Promise<Html> {
    const { email } = await this.changes.look(token);
    const view = {
      words: 'verify',
      values: { email },
      action: '/verify',
      token,
      errors,
      fields: { password: 'known' },
    } as const;
    return this.forms.page(visitor, view);
  }
}

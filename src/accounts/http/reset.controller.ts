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
import { PasswordResets } from '../application/password-resets';
import { AccountForms } from './account-forms';
import { AccountPages } from './account-pages';

/** /reset?token=…: a new password, by the link of a mail or of an administrator. */
@AccountPages('reset')
export class ResetController {
  constructor(
    private readonly forms: AccountForms,
    private readonly resets: PasswordResets,
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
      await this.resets.reset(token, form.oneOrNull('password') ?? '');
      this.forms.toSignIn(reply, 'password-reset');
    };
    await answerForm(reply, work, (errors) => this.page(visitor, token, errors));
  }

  private async page(visitor: Visitor, token: string | null, errors: FieldError[]): Promise<Html> {
    const { email } = await this.resets.personOf(token);
    return this.forms.page(visitor, {
      words: 'reset',
      values: { email },
      action: '/reset',
      token,
      errors,
      fields: { password: 'new' },
      username: email,
    });
  }
}

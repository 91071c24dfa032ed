import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answerForm } from '../../pages/answer-form';
import type { Html } from '../../pages/html';
import { sendPage } from '../../pages/reply';
import type { Visitor } from '../../sessions/domain/visitor';
import { CurrentVisitor } from '../../sessions/visitor';
import type { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { PageError } from '../../shared/http/page-error';
import { AccountFeatures } from '../application/account-features';
import { PasswordResets } from '../application/password-resets';
import { AccountForms } from './account-forms';
import { AccountPages } from './account-pages';

/** /forgot: asks for a link to choose a new password. Whether there is such an account is told to the mailbox only. */
@AccountPages('forgot')
export class ForgotController {
  constructor(
    private readonly forms: AccountForms,
    private readonly resets: PasswordResets,
    private readonly features: AccountFeatures,
  ) {}

  @Get()
  show(@CurrentVisitor() visitor: Visitor, @Res() reply: FastifyReply): void {
    sendPage(reply, this.page(visitor, '', []));
  }

  @Post()
  async submit(
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requireMail();
    const email = form.oneOrNull('email') ?? '';
    const work = async () => {
      await this.resets.request(email);
      this.forms.to(reply, '/forgot/sent');
    };
    await answerForm(reply, work, (errors) => this.page(visitor, email, errors));
  }

  @Get('sent')
  sent(@Res() reply: FastifyReply): void {
    this.requireMail();
    this.forms.sendLook(reply, 'forgot.sent');
  }

  private page(visitor: Visitor, email: string, errors: FieldError[]): Html {
    this.requireMail();
    const words = 'forgot';
    return this.forms.page(visitor, { words, action: '/forgot', token: null, errors, fields: { email } });
  }

  private requireMail(): void {
    if (!this.features.hasMail) throw PageError.notFound();
  }
}

import { Get, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { answerForm } from '../../pages/answer-form';
import type { Html } from '../../pages/html';
import { sendPage } from '../../pages/reply';
import type { Visitor } from '../../sessions/domain/visitor';
import { CurrentVisitor } from '../../sessions/visitor';
import { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { SignUps } from '../application/sign-ups';
import { AccountForms } from './account-forms';
import { AccountPages } from './account-pages';
import { SignUpOpenGuard } from './sign-up-open.guard';

/** /signup, with SIGNUP=open: an account for anybody, once the address is confirmed. */
@AccountPages('signup')
@UseGuards(SignUpOpenGuard)
export class SignUpController {
  constructor(
    private readonly forms: AccountForms,
    private readonly signUps: SignUps,
  ) {}

  @Get()
  show(@CurrentVisitor() visitor: Visitor, @Res() reply: FastifyReply): void {
    sendPage(reply, this.page(visitor, { email: '', name: '' }, []));
  }

  @Post()
  async submit(
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const typed = { email: form.oneOrNull('email') ?? '', name: form.oneOrNull('name') ?? '' };
    const work = async () => {
      await this.signUps.request({ ...typed, password: form.oneOrNull('password') ?? '' });
      this.forms.to(reply, '/signup/sent');
    };
    await answerForm(reply, work, (errors) => this.page(visitor, typed, errors));
  }

  @Get('sent')
  sent(@Res() reply: FastifyReply): void {
    this.forms.sendLook(reply, 'signUp.sent');
  }

  @Get('confirm')
  async showConfirm(
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.confirmPage(visitor, new Parameters(query).oneOrNull('token'), []));
  }

  @Post('confirm')
  async confirm(
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = form.oneOrNull('token');
    const work = async () => {
      await this.signUps.confirm(token, form.oneOrNull('password') ?? '');
      this.forms.toSignIn(reply, 'account-ready');
    };
    await answerForm(reply, work, (errors) => this.confirmPage(visitor, token, errors));
  }

  private page(visitor: Visitor, typed: { email: string; name: string }, errors: FieldError[]): Html {
    const fields = { ...typed, password: 'new' } as const;
    return this.forms.page(visitor, { words: 'signUp', action: '/signup', token: null, errors, fields });
  }

  private async confirmPage(visitor: Visitor, token: string | null, errors: FieldError[]): Promise<Html> {
    const email = await this.signUps.emailOf(token);
    return this.forms.page(visitor, {
      words: 'signUpConfirm',
      values: { email },
      action: '/signup/confirm',
      token,
      errors,
      fields: { password: 'known' },
      username: email,
    });
  }
}

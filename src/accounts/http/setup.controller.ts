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
import { FirstAdmin } from '../application/first-admin';
import { AccountForms } from './account-forms';
import { AccountPages } from './account-pages';

/** /setup?token=…: the first administrator, by the link that the server has printed at its start. */
@AccountPages('setup')
export class SetupController {
  constructor(
    private readonly forms: AccountForms,
    private readonly firstAdmin: FirstAdmin,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = new Parameters(query).oneOrNull('token');
    await this.firstAdmin.requireOpen(token);
    sendPage(reply, this.page(visitor, token, { email: '', name: '' }, []));
  }

  @Post()
  async submit(
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = form.oneOrNull('token');
    const typed = { email: form.oneOrNull('email') ?? '', name: form.oneOrNull('name') ?? '' };
    const work = async () => {
      await this.firstAdmin.create(token, { ...typed, password: form.oneOrNull('password') ?? '' });
      this.forms.toSignIn(reply, 'account-ready');
    };
    await answerForm(reply, work, (errors) => this.page(visitor, token, typed, errors));
  }

  private page(
    visitor: Visitor,
    token: string | null,
    typed: { email: string; name: string },
    errors: FieldError[],
  ): Html {
    const fields = { ...typed, password: 'new' } as const;
    return this.forms.page(visitor, { words: 'setup', action: '/setup', token, errors, fields });
  }
}

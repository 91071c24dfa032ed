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
import { Invitations } from '../application/invitations';
import { AccountForms } from './account-forms';
import { AccountPages } from './account-pages';

/** /invite?token=…: somebody who was invited chooses a name and a password. */
@AccountPages('invite')
export class InviteController {
  constructor(
    private readonly forms: AccountForms,
    private readonly invitations: Invitations,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.page(visitor, new Parameters(query).oneOrNull('token'), null, []));
  }

  @Post()
  async submit(
    @FormBody() form: Parameters,
    @CurrentVisitor() visitor: Visitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = form.oneOrNull('token');
    const name = form.oneOrNull('name') ?? '';
    const work = async () => {
      await this.invitations.accept(token, { name, password: form.oneOrNull('password') ?? '' });
      this.forms.toSignIn(reply, 'account-ready');
    };
    await answerForm(reply, work, (errors) => this.page(visitor, token, name, errors));
  }

  private async page(
    visitor: Visitor,
    token: string | null,
    typed: string | null,
    errors: FieldError[],
  ): Promise<Html> {
    const { email, name } = await this.invitations.personOf(token);
    return this.forms.page(visitor, {
      words: 'invite',
      values: { email },
      action: '/invite',
      token,
      errors,
      fields: { name: typed ?? name, password: 'new' },
      username: email,
    });
  }
}

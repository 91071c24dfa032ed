import { Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import { OwnPassword } from '../../sessions/application/own-password';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { setSessionCookie } from '../../sessions/visitor';
import { Clock } from '../../shared/domain/clock';
import type { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { Desk } from '../../desk/desk';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';

const PATH = '/settings/security';

/** What a person signs in with. */
@SettingsPages('settings/security')
export class SecurityController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly password: OwnPassword,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.page(visitor, { query }));
  }

  @Post('password')
  async change(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const sent = { current: form.oneOrNull('current_password'), next: form.oneOrNull('new_password') };
    const work = async () => {
      const { cookie, persistent, session } = await this.password.change(visitor, sent);
      setSessionCookie(reply, cookie, persistent ? session.expiresAt : null);
      redirect(reply, this.desk.path(PATH, 'password-changed'));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, { errors }));
  }

  private async page(
    visitor: SignedInVisitor,
    { query, errors = [] }: { query?: unknown; errors?: FieldError[] },
  ): Promise<Html> {
    const own = await this.password.find(visitor.signedIn.user.id);
    const form = this.desk.form(visitor, `${PATH}/password`);
    return this.pages.security({
      shell: this.desk.shell(visitor, PATH, query),
      now: this.clock.now(),
      password: own && { form, errors, changedAt: own.passwordChangedAt },
    });
  }
}

import { Get, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountFeatures } from '../../accounts/application/account-features';
import { EmailChanges } from '../../accounts/application/email-changes';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import { field, type FormErrors } from '../../pages/templates/forms';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { FormBody } from '../../shared/http/form';
import { PageError } from '../../shared/http/page-error';
import { Desk } from '../../desk/desk';
import { answerForm, SettingsPages } from '../../desk/pages-behind-sign-in';

const PROFILE = '/settings/profile';
const PATH = `${PROFILE}/email`;

/** Another email address, which has to be confirmed by the link that is mailed there. */
@SettingsPages('settings/profile/email')
export class EmailController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly changes: EmailChanges,
    private readonly features: AccountFeatures,
  ) {}

  @Get()
  show(@CurrentPerson() visitor: SignedInVisitor, @Res() reply: FastifyReply): void {
    sendPage(reply, this.page(visitor, '', []));
  }

  @Post()
  async submit(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.requireMail();
    const email = form.oneOrNull('email') ?? '';
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      await this.changes.request(visitor.signedIn.user, email);
      redirect(reply, this.desk.path(PROFILE, 'email-sent'));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, email, errors));
  }

  private page(visitor: SignedInVisitor, typed: string, errors: FieldError[]): Html {
    this.requireMail();
    const label = this.pages.t('email.new');
    const fields = (faults: FormErrors) =>
      field({
        name: 'email',
        label,
        type: 'email',
        value: typed,
        autocomplete: 'email',
        required: true,
        error: faults.of('/email'),
      });
    return this.pages.confirm({
      shell: this.desk.shell(visitor, PROFILE),
      form: this.desk.form(visitor, PATH, { sensitive: true }),
      errors,
      title: this.pages.t('email.title'),
      text: this.pages.t('email.text', { email: visitor.signedIn.user.email }),
      fields,
      submit: this.pages.t('email.submit'),
      danger: false,
      back: PROFILE,
    });
  }

  private requireMail(): void {
    if (!this.features.hasMail) throw PageError.notFound();
  }
}

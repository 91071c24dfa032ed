import { Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountFeatures } from '../../accounts/application/account-features';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { type Html, html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import { deliveryChoice } from '../../pages/templates/admin-users';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import type { LocalUser } from '../../users/domain/user';
import { PeopleDesk } from '../application/people-desk';
import { LINK_KINDS, type LinkKind, PersonLinks } from '../application/person-links';
import { userPath, USERS_PATH } from './user-views';

/** /admin/users/{id}/links/…: a link with which somebody chooses a password, mailed or handed over. */
@AdminPages('admin/users/:id/links/:kind')
export class AdminUserLinksController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly people: PeopleDesk,
    private readonly links: PersonLinks,
    private readonly features: AccountFeatures,
  ) {}

  @Get()
  async ask(
    @Param('id') id: string,
    @Param('kind') word: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const user = await this.people.find(id);
    sendPage(reply, this.page(visitor, user, readKind(word), { once: this.desk.newOnce(), byMail: true }));
  }

  @Post()
  async give(
    @Param('id') id: string,
    @Param('kind') word: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const kind = readKind(word);
    const user = await this.people.find(id);
    const byMail = form.oneOrNull('delivery') === 'mail';
    const actor = userParty(visitor.signedIn.user.id);
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const link = await this.desk.once(visitor, form, userPath(user), async () => ({
        result: await this.links.give(kind, user, actor, { sendMail: byMail }),
        resource: user.id,
      }));
      if (link === null) return redirect(reply, this.desk.path(userPath(user), 'user-link-sent'));
      const shell = this.desk.shell(visitor, USERS_PATH);
      sendPage(reply, this.pages.userLink({ shell, name: user.name, link, href: userPath(user) }));
    };
    const once = form.oneOrNull('once');
    await answerForm(reply, work, (errors) => this.page(visitor, user, kind, { once, byMail, errors }));
  }

  private page(
    visitor: SignedInVisitor,
    user: LocalUser,
    kind: LinkKind,
    shown: { once: string | null; byMail: boolean; errors?: FieldError[] },
  ): Html {
    const path = userPath(user);
    const { hasMail } = this.features;
    const { pages } = this;
    const person = html`${user.name} (${user.email})`;
    const key = kind === 'reset' ? 'reset' : 'inviteAgain';
    const api = {
      method: 'POST',
      path: `/v1${path}/password-reset`,
      body: { send_mail: hasMail && shown.byMail },
    };
    return pages.confirm({
      shell: this.desk.shell(visitor, USERS_PATH),
      form: this.desk.form(visitor, `${path}/links/${kind}`, { once: shown.once, sensitive: true }),
      errors: shown.errors ?? [],
      title: pages.t(`users.${key}Title`, { name: user.name }),
      text: pages.t(`users.${key}Text`, { person }),
      fields: () => deliveryChoice(pages, !hasMail ? null : shown.byMail ? 'mail' : 'hand'),
      submit: pages.t('users.linkSubmit'),
      danger: false,
      back: path,
      api: [api],
    });
  }
}

/** @throws Problem `not-found` */
function readKind(word: string): LinkKind {
  const kind = LINK_KINDS.find((known) => known === word);
  if (!kind) throw Problem.notFound('page');
  return kind;
}

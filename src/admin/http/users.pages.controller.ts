import { Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountFeatures } from '../../accounts/application/account-features';
import { Invitations } from '../../accounts/application/invitations';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { readPlace, ways } from '../../desk/paging';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import { Clock } from '../../shared/domain/clock';
import { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { type Role, ROLES } from '../../users/domain/user';
import { PeopleDesk } from '../application/people-desk';
import { asQuery } from './page-search';
import { marksOf, userPath, USERS_PATH } from './user-views';

const INVITE = `${USERS_PATH}/invite`;

type Draft = { name: string; email: string; role: Role };

/** /admin/users: everybody who can sign in, and the form that invites somebody. */
@AdminPages('admin/users')
export class AdminUserPagesController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly people: PeopleDesk,
    private readonly invitations: Invitations,
    private readonly features: AccountFeatures,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const search = readSearch(new Parameters(query));
    const place = readPlace(query, 'createdAt');
    const page = await this.people.search(place, filtersOf(search));
    const rows = page.items.map((user) => {
      const { name, email, lastSeenAt } = user;
      return { name, email, lastSeenAt, ...marksOf(user), href: userPath(user) };
    });
    const path = `${USERS_PATH}${asQuery(search)}`;
    const view = {
      shell: this.desk.shell(visitor, USERS_PATH, query),
      api: [{ method: 'GET', path: `/v1${path}` }],
      now: this.clock.now(),
      ...{ rows, search },
      ...ways(path, place, page),
    };
    sendPage(reply, this.pages.adminUsers(view));
  }

  @Get('invite')
  ask(@CurrentPerson() visitor: SignedInVisitor, @Res() reply: FastifyReply): void {
    this.people.requireLocal();
    const draft: Draft = { name: '', email: '', role: 'member' };
    sendPage(reply, this.invitePage(visitor, draft, 'mail', this.desk.newOnce(), []));
  }

  @Post('invite')
  async invite(
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.people.requireLocal();
    const draft: Draft = {
      name: form.oneOrNull('name') ?? '',
      email: form.oneOrNull('email') ?? '',
      role: ROLES.find((role) => role === form.oneOrNull('role')) ?? 'member',
    };
    const delivery = form.oneOrNull('delivery') === 'mail' ? 'mail' : 'hand';
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const { user, link } = await this.desk.once(visitor, form, USERS_PATH, async () => {
        const options = { sendMail: delivery === 'mail' };
        const actor = userParty(visitor.signedIn.user.id);
        const result = await this.invitations.invite(draft, actor, options);
        return { result, resource: result.user.id };
      });
      if (link === null) return redirect(reply, this.desk.path(userPath(user), 'user-invited'));
      const shell = this.desk.shell(visitor, USERS_PATH);
      sendPage(reply, this.pages.userLink({ shell, name: user.name, link, href: userPath(user) }));
    };
    await answerForm(reply, work, (errors) =>
      this.invitePage(visitor, draft, delivery, form.oneOrNull('once'), errors),
    );
  }

  private invitePage(
    visitor: SignedInVisitor,
    draft: Draft,
    delivery: 'mail' | 'hand',
    once: string | null,
    errors: FieldError[],
  ): Html {
    const { name, email, role } = draft;
    const byMail = this.features.hasMail && delivery === 'mail';
    const body = { email: email || 'grace@example.com', name: name || 'Grace Hopper', roles: [role] };
    return this.pages.inviteUser({
      shell: this.desk.shell(visitor, USERS_PATH),
      form: this.desk.form(visitor, INVITE, { once, sensitive: true }),
      api: [{ method: 'POST', path: `/v1${USERS_PATH}`, body: { ...body, send_invite: byMail } }],
      errors,
      draft,
      delivery: this.features.hasMail ? delivery : null,
    });
  }
}

type Search = { q: string; role: string; status: string };

const readSearch = (query: Parameters): Search => ({
  q: (query.oneOrNull('q') ?? '').slice(0, 100),
  role: query.oneOrNull('role') ?? '',
  status: query.oneOrNull('status') ?? '',
});

function filtersOf({ q, role, status }: Search) {
  const known = ROLES.find((one) => one === role);
  const state = (['active', 'disabled'] as const).find((one) => one === status);
  return { ...(q && { q }), ...(known && { role: known }), ...(state && { status: state }) };
}

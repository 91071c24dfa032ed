import { Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import type { FieldError } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import type { LocalUser } from '../../users/domain/user';
import { PeopleDesk } from '../application/people-desk';
import { type HeldItem, readKind, UserHoldings } from './user-holdings';
import { userPath, USERS_PATH } from './user-views';

const DONE = { sessions: 'user-session-ended', apps: 'user-app-ended', tokens: 'token-revoked' } as const;
const API = { sessions: 'sessions', apps: 'authorizations', tokens: 'personal-access-tokens' } as const;

/** The small pages that ask before one thing that somebody has is ended. */
@AdminPages('admin/users/:id/:kind/:item/end')
export class AdminUserEndsController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly people: PeopleDesk,
    private readonly holdings: UserHoldings,
  ) {}

  @Get()
  async ask(
    @Param('id') id: string,
    @Param('kind') kind: string,
    @Param('item') item: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const user = await this.people.find(id);
    const held = { kind: readKind(kind), id: item };
    sendPage(reply, await this.page(visitor, user, held, []));
  }

  @Post()
  async end(
    @Param('id') id: string,
    @Param('kind') kind: string,
    @Param('item') item: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const user = await this.people.find(id);
    const held = { kind: readKind(kind), id: item };
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      await this.holdings.end(user.id, held, userParty(visitor.signedIn.user.id));
      redirect(reply, this.desk.path(`${userPath(user)}/${held.kind}`, DONE[held.kind]));
    };
    await answerForm(reply, work, (errors) => this.page(visitor, user, held, errors));
  }

  private async page(
    visitor: SignedInVisitor,
    user: LocalUser,
    held: HeldItem,
    errors: FieldError[],
  ): Promise<Html> {
    const path = userPath(user);
    const what = await this.holdings.name(user.id, held);
    const { pages } = this;
    return pages.confirm({
      shell: this.desk.shell(visitor, USERS_PATH),
      form: this.desk.form(visitor, `${path}/${held.kind}/${held.id}/end`, { sensitive: true }),
      errors,
      title: pages.t('users.endTitle', { what }),
      text: pages.t('users.endText', { what, name: user.name }),
      submit: pages.t('users.end'),
      danger: true,
      back: `${path}/${held.kind}`,
      api: [{ method: 'DELETE', path: `/v1${path}/${API[held.kind]}/${held.id}` }],
    });
  }
}

import { Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { type Html, html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { ApiCall } from '../../pages/templates/admin';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import type { LocalUser, Role } from '../../users/domain/user';
import { PeopleDesk } from '../application/people-desk';
import { PERSON_ACTS, type PersonAct, PersonActs } from '../application/person-acts';
import { PersonReach } from '../application/person-reach';
import { userPath, USERS_PATH } from './user-views';

const DONE: Record<PersonAct, string> = {
  disable: 'user-disabled',
  enable: 'user-enabled',
  unlock: 'user-unlocked',
  'sign-out': 'user-signed-out',
  role: 'user-role',
  delete: 'user-deleted',
};

/** The small pages that ask before something is done to a person, and say what that ends. */
@AdminPages('admin/users/:id/:step')
export class AdminUserStepsController {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly people: PeopleDesk,
    private readonly acts: PersonActs,
    private readonly reach: PersonReach,
  ) {}

  @Get()
  async ask(
    @Param('id') id: string,
    @Param('step') word: string,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = readAct(word);
    sendPage(reply, await this.page(visitor, await this.people.find(id), act, []));
  }

  @Post()
  async take(
    @Param('id') id: string,
    @Param('step') word: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const act = readAct(word);
    const user = await this.people.find(id);
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const role: Role = form.oneOrNull('role') === 'admin' ? 'admin' : 'member';
      const asked = { version: form.oneOrNull('version'), role };
      await this.acts.take(act, user, asked, userParty(visitor.signedIn.user.id));
      redirect(reply, this.desk.path(act === 'delete' ? USERS_PATH : userPath(user), DONE[act]));
    };
    await answerForm(reply, work, async (errors) =>
      this.page(visitor, await this.people.find(id), act, errors),
    );
  }

  private async page(
    visitor: SignedInVisitor,
    user: LocalUser,
    act: PersonAct,
    errors: FieldError[],
  ): Promise<Html> {
    const path = userPath(user);
    const role: Role = user.role === 'admin' ? 'member' : 'admin';
    const { pages } = this;
    return pages.confirm({
      shell: this.desk.shell(visitor, USERS_PATH),
      form: this.desk.form(visitor, `${path}/${act}`, { sensitive: true }),
      errors,
      ...(await this.words(act, user, role)),
      fields: () => [
        pages.hidden('version', String(user.version)),
        act === 'role' && pages.hidden('role', role),
      ],
      danger: act !== 'enable' && act !== 'unlock',
      back: path,
      api: [apiOf(act, path, role)],
    });
  }

  private async words(act: PersonAct, user: LocalUser, role: Role) {
    const { pages } = this;
    const person = html`${user.name} (${user.email})`;
    if (act === 'role') {
      const word = role === 'admin' ? 'Admin' : 'Member';
      return {
        title: pages.t(`users.make${word}Title`, { name: user.name }),
        text: pages.t(`users.make${word}Text`, { person }),
        submit: pages.t(`users.make${word}`),
      };
    }
    const key = act === 'sign-out' ? 'signOut' : act;
    const values =
      act === 'enable' || act === 'unlock' ? { person } : { person, ...(await this.reachOf(user)) };
    return {
      title: pages.t(`users.${key}Title`, { name: user.name }),
      text: pages.t(`users.${key}Text`, values),
      submit: pages.t(`users.${key}`),
    };
  }

  /** What would end, in words. */
  private async reachOf(user: LocalUser): Promise<Record<'browsers' | 'grants' | 'tokens', Html>> {
    const { browsers, grants, tokens } = await this.reach.of(user.id);
    return {
      browsers: this.pages.count('users.browsers', browsers),
      grants: this.pages.count('users.grants', grants),
      tokens: this.pages.count('users.tokens', tokens),
    };
  }
}

function apiOf(act: PersonAct, path: string, role: Role): ApiCall {
  if (act === 'delete') return { method: 'DELETE', path: `/v1${path}` };
  if (act === 'sign-out') return { method: 'DELETE', path: `/v1${path}/sessions` };
  if (act === 'role') return { method: 'PATCH', path: `/v1${path}`, body: { roles: [role] } };
  return { method: 'POST', path: `/v1${path}/${act}` };
}

/** @throws Problem `not-found` */
function readAct(word: string): PersonAct {
  const act = PERSON_ACTS.find((known) => known === word);
  if (!act) throw Problem.notFound('page');
  return act;
}

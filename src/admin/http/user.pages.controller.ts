import { Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Desk } from '../../desk/desk';
import { AdminPages, answerForm } from '../../desk/pages-behind-sign-in';
import { isLanguageTag } from '../../locales/language-tag';
import type { Html } from '../../pages/html';
import { redirect, sendPage } from '../../pages/reply';
import type { UserProfile } from '../../pages/templates/admin-user';
import { Unlocking } from '../../sessions/application/unlocking';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { CurrentPerson } from '../../sessions/signed-in';
import type { Parameters } from '../../shared/domain/parameters';
import { type FieldError, fieldError, refused } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { FormBody } from '../../shared/http/form';
import { UserAdministration } from '../../users/application/user-administration';
import type { LocalUser } from '../../users/domain/user';
import { PeopleDesk } from '../application/people-desk';
import { requireVersion } from '../application/person-acts';
import { userPath, UserViews } from './user-views';

type Draft = UserProfile['draft'];

/** /admin/users/{id}: who somebody is. */
@AdminPages('admin/users/:id')
export class AdminUserPageController {
  constructor(
    private readonly desk: Desk,
    private readonly people: PeopleDesk,
    private readonly views: UserViews,
    private readonly administration: UserAdministration,
    private readonly unlocking: Unlocking,
  ) {}

  @Get()
  async show(
    @Param('id') id: string,
    @Query() query: unknown,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.page(visitor, await this.people.find(id), { query }));
  }

  @Post()
  async save(
    @Param('id') id: string,
    @FormBody() form: Parameters,
    @CurrentPerson() visitor: SignedInVisitor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const draft: Draft = {
      name: form.oneOrNull('name') ?? '',
      email: form.oneOrNull('email') ?? '',
      locale: form.oneOrNull('locale'),
    };
    const work = async () => {
      await this.desk.requireSudo(visitor, form);
      const user = await this.people.find(id);
      requireLanguage(draft.locale);
      if (!isThere(user, draft)) {
        requireVersion(user, form.oneOrNull('version'));
        const wanted = { ...draft, name: draft.name.trim() };
        await this.administration.update(user, wanted, userParty(visitor.signedIn.user.id));
      }
      redirect(reply, this.desk.path(userPath(user), 'saved'));
    };
    await answerForm(reply, work, async (errors) =>
      this.page(visitor, await this.people.find(id), { draft, errors }),
    );
  }

  private async page(
    visitor: SignedInVisitor,
    user: LocalUser,
    shown: { query?: unknown; draft?: Draft; errors?: FieldError[] },
  ): Promise<Html> {
    const { name, email, locale, version, emailVerified, lastSeenAt, createdAt } = user;
    const { draft = { name, email, locale }, errors = [], query } = shown;
    const path = userPath(user);
    const lockedUntil = await this.unlocking.lockedUntil(email);
    const form = this.desk.form(visitor, path, { sensitive: true });
    const profile = {
      ...{ form, errors, version, draft },
      emailVerified,
      lastSeenAt,
      createdAt,
      lockedUntil,
    };
    return this.views.page(visitor, user, {
      content: { tab: 'profile', profile },
      api: [
        { method: 'GET', path: `/v1${path}` },
        { method: 'PATCH', path: `/v1${path}`, body: draft },
      ],
      query,
    });
  }
}

function requireLanguage(locale: string | null): void {
  if (locale === null || isLanguageTag(locale)) return;
  throw refused('validation-failed', fieldError('/locale', 'unknown', 'fault.language'));
}

const isThere = (user: LocalUser, { name, email, locale }: Draft): boolean =>
  user.name === name.trim() && user.email === email.trim() && user.locale === locale;

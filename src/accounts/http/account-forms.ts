import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Settings } from '../../config/settings';
import type { MessageKey } from '../../locales/words';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import { redirect, sendPage } from '../../pages/reply';
import type { AccountView } from '../../pages/templates/account';
import { Csrf } from '../../sessions/application/csrf';
import type { Visitor } from '../../sessions/domain/visitor';
import { ACCOUNT_FORM } from './account-pages';

/** What the forms for people who are not signed in have in common. */
@Injectable()
export class AccountForms {
  constructor(
    private readonly pages: Pages,
    private readonly csrf: Csrf,
    private readonly settings: Settings,
  ) {}

  page({ browser }: Visitor, view: Omit<AccountView, 'csrf'>): Html {
    return this.pages.account({ ...view, csrf: this.csrf.token(browser, ACCOUNT_FORM) });
  }

  /** On to the sign-in page, which says `done.<done>`. */
  toSignIn(reply: FastifyReply, done: 'account-ready' | 'email-confirmed' | 'password-reset'): void {
    redirect(reply, this.settings.path(`/login?done=${done}`));
  }

  /** On to a page that can be loaded again without sending the form again. */
  to(reply: FastifyReply, path: string): void {
    redirect(reply, this.settings.path(path));
  }

  /** A mail is on its way, or not: the page says the same. */
  sendLook(reply: FastifyReply, text: MessageKey): void {
    const title = this.pages.t('lookForMail.title');
    const next = { label: this.pages.t('signIn.title'), href: '/login' };
    sendPage(reply, this.pages.message({ title, text: this.pages.t(text), next }));
  }
}

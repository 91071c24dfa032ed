import { Injectable } from '@nestjs/common';
import { AccountFeatures } from '../accounts/application/account-features';
import { AuthorizeFlow } from '../authorization/application/authorize-flow';
import type { Html } from '../pages/html';
import { Pages } from '../pages/pages';
import { Csrf } from '../sessions/application/csrf';
import type { SignInView } from '../pages/templates/sign-in';
import { signedInPurpose, type Visitor } from '../sessions/domain/visitor';
import type { Parameters } from '../shared/domain/parameters';
import type { Message, MessageKey } from '../locales/words';
import { PageError } from '../shared/http/page-error';
import { ReturnLink } from '../sessions/return-link';

/** What the sign-in page says and carries. */
@Injectable()
export class LoginPages {
  constructor(
    private readonly pages: Pages,
    private readonly csrf: Csrf,
    private readonly flow: AuthorizeFlow,
    private readonly returnLink: ReturnLink,
    private readonly features: AccountFeatures,
  ) {}

  /** @param parameters where `txn` or `next` stand: the query at first, the form after a mistake */
  async signIn(
    visitor: Visitor,
    parameters: Parameters,
    shown: { email: string | null; error: Message | null; done?: MessageKey | null },
  ): Promise<Html> {
    const txn = parameters.oneOrNull('txn');
    const app = await this.flow.appOf(txn, visitor);
    return this.pages.signIn({
      action: '/login',
      csrf: this.csrf.token(visitor.browser, 'login'),
      txn,
      continueAs: this.continueAs(visitor, txn, app?.mayChoose ?? txn === null),
      next: parameters.oneOrNull('next'),
      appName: app?.client.name ?? null,
      email: shown.email ?? app?.loginHint ?? '',
      error: shown.error && this.pages.t(shown.error.key, shown.error.values),
      done: shown.done ?? null,
      forgot: this.features.hasMail ? '/forgot' : null,
      signUp: this.features.signUp ? '/signup' : null,
    });
  }

  /** Who is signed in can go on, unless the app wants a password now. */
  private continueAs(visitor: Visitor, txn: string | null, mayChoose: boolean): SignInView['continueAs'] {
    if (!visitor.signedIn || !mayChoose) return null;
    const { name, email } = visitor.signedIn.user;
    const csrf = this.csrf.token(visitor.browser, signedInPurpose(`continue ${txn}`, visitor));
    return { name, email, form: { action: '/login/continue', csrf } };
  }

  /** @throws PageError when the form was not made by us for this browser */
  requireCsrf(visitor: Visitor, form: Parameters, purpose: string): void {
    if (this.csrf.matches(visitor.browser, purpose, form.oneOrNull('csrf'))) return;
    throw PageError.staleForm(`csrf token of the form "${purpose.split(' ')[0]}" does not fit`, {
      label: 'action.signInAgain',
      href: '/login',
    });
  }

  homePath(): string {
    return this.pages.settings.path('/');
  }

  /** The sign-in page for a request that waits. */
  loginPath(txn: string | null): string {
    return this.pages.settings.path(`/login?txn=${encodeURIComponent(txn ?? '')}`);
  }

  /** Where a request that waits goes on to the consent page. */
  consentPath(txn: string): string {
    return `${this.pages.settings.oauthPath('authorize/continue')}?txn=${encodeURIComponent(txn)}`;
  }

  /** The page of ours that the person wanted, or the start page. */
  async returnPath(form: Parameters): Promise<string> {
    return this.pages.settings.path((await this.returnLink.read(form.oneOrNull('next'))) ?? '/');
  }
}

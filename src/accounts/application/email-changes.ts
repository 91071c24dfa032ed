import { Injectable } from '@nestjs/common';
import { PasswordCheck } from '../../sessions/application/password-check';
import type { Visitor } from '../../sessions/domain/visitor';
import { currentRequest } from '../../shared/application/request-context';
import { Platform } from '../../shared/application/platform';
import { fieldError, refused } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { UserAdministration } from '../../users/application/user-administration';
import { foldEmail, type User } from '../../users/domain/user';
import { AccountLinks } from './account-links';

const PURPOSE = 'email-verification';

/** Gives people another email address, when they have shown that it and the account are theirs. */
@Injectable()
export class EmailChanges {
  constructor(
    private readonly links: AccountLinks,
    private readonly administration: UserAdministration,
    private readonly passwords: PasswordCheck,
    private readonly platform: Platform,
  ) {}

  /**
   * Mails a link to the new address and a notice to the old one; an address that was never confirmed can be, by
   * itself. For an address that somebody else has there is no link, and neither the answer nor the notice tells.
   *
   * @throws Problem `validation-failed` at `/email`
   */
  async request(user: User, email: string): Promise<void> {
    this.administration.rules.requireValid({ email });
    const isSame = foldEmail(email) === foldEmail(user.email);
    if (isSame && user.emailVerified) {
      throw refused('validation-failed', fieldError('/email', 'same', 'fault.emailSame'));
    }
    const isFree = isSame || (await this.administration.findByEmail(email)) === null;
    this.platform.inBackground(() => this.mail(user, email.trim(), isFree));
  }

  /** The address that the link confirms, and whose it becomes. @throws StaleLinkError */
  async look(secret: string | null): Promise<{ email: string; user: User }> {
    const { link, user } = await this.links.peekHeld(PURPOSE, secret);
    return { email: link.payload['email']!, user };
  }

  /**
   * The password is asked for: the link alone would let a stranger's account have the address of whoever opens it, and
   * whoever finds a browser open have the account.
   *
   * @throws StaleLinkError
   * @throws Problem `validation-failed` at `/password`, `conflict` when somebody else has the address meanwhile
   * @throws TooManyTries
   */
  async confirm(secret: string | null, password: string, visitor: Visitor): Promise<void> {
    await this.requireRight((await this.look(secret)).user, password, visitor);
    await this.platform.transaction(async () => {
      const { link, user } = await this.links.useHeld(PURPOSE, secret);
      await this.administration.confirmEmail(user, link.payload['email']!, userParty(user.id));
    });
  }

  private async requireRight(owner: User, password: string, { signedIn }: Visitor): Promise<void> {
    const proven = signedIn?.user.id === owner.id ? signedIn.session.id : null;
    const address = proven === null ? (currentRequest()?.ip ?? null) : null;
    const user = await this.passwords.checkAgain(owner, password, { proven, address });
    if (user?.isActive) return;
    throw refused('validation-failed', fieldError('/password', 'wrong', 'sudo.wrong'));
  }

  private async mail({ id, email: old, locale }: User, email: string, isFree: boolean): Promise<void> {
    const request = { purpose: PURPOSE, subject: id, payload: { email } } as const;
    const recipient = isFree ? { email, locale } : null;
    await this.platform.transaction(async () => {
      const isMade = await this.links.mail(request, recipient, 'mail.emailVerification');
      const isNew = foldEmail(email) !== foldEmail(old);
      if (isMade && isNew) this.links.tell({ email: old, locale }, 'mail.emailChanging', { email });
    });
  }
}

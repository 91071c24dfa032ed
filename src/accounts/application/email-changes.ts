import { Injectable } from '@nestjs/common';
import { Postbox } from '../../mail/application/postbox';
import { Platform } from '../../shared/application/platform';
import { fieldError, refused } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { UserAdministration } from '../../users/application/user-administration';
import { foldEmail, type User } from '../../users/domain/user';
import { AccountLinks } from './account-links';

const PURPOSE = 'email-verification';

/** Gives people another email address, when they have shown that it is theirs. */
@Injectable()
export class EmailChanges {
  constructor(
    private readonly links: AccountLinks,
    private readonly administration: UserAdministration,
    private readonly postbox: Postbox,
    private readonly platform: Platform,
  ) {}

  /**
   * Mails a link to the new address and a notice to the old one. For an address that somebody else has there is
   * neither, and the answer does not tell.
   *
   * @throws Problem `validation-failed` at `/email`
   */
  async request(user: User, email: string): Promise<void> {
    this.administration.rules.requireValid({ email });
    if (foldEmail(email) === foldEmail(user.email)) {
      throw refused('validation-failed', fieldError('/email', 'same', 'fault.emailSame'));
    }
    const isFree = (await this.administration.findByEmail(email)) === null;
    if (isFree) this.platform.inBackground(() => this.mail(user, email.trim()));
  }

  /** The address that the link confirms, and whose it becomes. @throws StaleLinkError */
  async look(secret: string | null): Promise<{ email: string; user: User }> {
    const { link, user } = await this.links.peekHeld(PURPOSE, secret);
    return { email: link.payload['email']!, user };
  }

  /** @throws StaleLinkError @throws Problem `conflict` when somebody else has the address meanwhile */
  async confirm(secret: string | null): Promise<void> {
    await this.platform.transaction(async () => {
      const { link, user } = await this.links.useHeld(PURPOSE, secret);
      await this.administration.confirmEmail(user, link.payload['email']!, userParty(user.id));
    });
  }

  private async mail({ id, email: old, locale }: User, email: string): Promise<void> {
    const request = { purpose: PURPOSE, subject: id, payload: { email } } as const;
    await this.platform.transaction(async () => {
      const sent = await this.links.mail(request, { email, locale }, 'mail.emailVerification');
      if (sent) this.postbox.post({ email: old, locale }, 'mail.emailChanging', { email });
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { ANONYMOUS, type Change, type Party, userParty } from '../../shared/domain/security-events';
import { UserAdministration } from '../../users/application/user-administration';
import type { LocalUser } from '../../users/domain/user';
import { AccountLinks, deliveredBy, disabledMeanwhile } from './account-links';

const PURPOSE = 'password-reset';

/** Lets people who hold a one-time link choose a new password. */
@Injectable()
export class PasswordResets {
  constructor(
    private readonly links: AccountLinks,
    private readonly administration: UserAdministration,
    private readonly platform: Platform,
  ) {}

  /**
   * For people who have forgotten their password. The link is made after the answer, which so takes as long, and says
   * as little, for an address that nobody has.
   *
   * @throws Problem `validation-failed` at `/email`
   */
  async request(email: string): Promise<void> {
    this.administration.rules.requireValid({ email });
    const user = await this.administration.findByEmail(email);
    if (user?.isActive) this.platform.inBackground(() => this.mail(user, ANONYMOUS));
  }

  /** Somebody who has an account has asked for another one: this brings them to theirs. See `request`. */
  remind(user: LocalUser): void {
    this.platform.inBackground(() => this.mail(user, ANONYMOUS, 'mail.signUpTaken'));
  }

  /**
   * For administrators.
   *
   * @param options `sendMail`: the person gets the link by mail
   * @returns the link for whoever has to hand it over, this once; null when it was mailed
   * @throws Problem `conflict` for a disabled person, whom no link lets in; see `AccountLinks.deliver` for others
   */
  issue(user: LocalUser, actor: Party, { sendMail }: { sendMail: boolean }): Promise<string | null> {
    if (!user.isActive) throw disabledMeanwhile();
    return this.platform.transaction(async () => {
      const request = { purpose: PURPOSE, subject: user.id } as const;
      await this.publish(user, actor, [deliveredBy(sendMail)]);
      return this.links.deliver(request, user, sendMail ? 'mail.passwordReset' : null);
    });
  }

  /** Whose password the link changes. @throws StaleLinkError */
  async personOf(secret: string | null): Promise<LocalUser> {
    return (await this.links.peekHeld(PURPOSE, secret)).user;
  }

  /** A password that is refused leaves the link as it is. @throws StaleLinkError @throws Problem `validation-failed` at `/password` */
  async reset(secret: string | null, password: string): Promise<void> {
    const person = await this.personOf(secret);
    const hash = await this.administration.rules.hashPassword(password, person, '/password');
    await this.platform.transaction(async () => {
      const { user } = await this.links.useHeld(PURPOSE, secret);
      await this.administration.setPasswordHash(user, hash, userParty(user.id));
    });
  }

  /** False when there were too many within the hour, or no mails are sent. */
  private mail(
    user: LocalUser,
    actor: Party,
    key: 'mail.passwordReset' | 'mail.signUpTaken' = 'mail.passwordReset',
  ): Promise<boolean> {
    return this.platform.transaction(async () => {
      const sent = await this.links.mail({ purpose: PURPOSE, subject: user.id }, user, key);
      if (sent) await this.publish(user, actor);
      return sent;
    });
  }

  private publish({ id }: LocalUser, actor: Party, changes: Change[] = []): Promise<void> {
    const type = 'password.reset_requested';
    const target = userParty(id);
    return this.platform.publish({ type, outcome: 'success', actor, target, userId: id, changes });
  }
}

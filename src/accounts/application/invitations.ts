import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { refusedAs } from '../../shared/domain/problem';
import { type Party, userParty } from '../../shared/domain/security-events';
import { type NewUser, UserAdministration } from '../../users/application/user-administration';
import type { LocalUser } from '../../users/domain/user';
import { AccountLinks, deliveredBy, disabledMeanwhile } from './account-links';

const PURPOSE = 'invitation';

/** Invites people, who then choose their password themselves. */
@Injectable()
export class Invitations {
  constructor(
    private readonly links: AccountLinks,
    private readonly administration: UserAdministration,
    private readonly platform: Platform,
  ) {}

  /**
   * @param options `sendMail`: the person gets the link by mail
   * @returns the person, and the link for whoever has to hand it over, this once; null when it was mailed
   * @throws Problem `validation-failed`, `conflict` when the email is taken; see `AccountLinks.deliver` for others
   */
  invite(
    request: Omit<NewUser, 'password'>,
    actor: Party,
    options: { sendMail: boolean },
  ): Promise<{ user: LocalUser; link: string | null }> {
    return this.platform.transaction(async () => {
      const user = await this.administration.create({ ...request, password: null }, actor);
      return { user, link: await this.inviteAgain(user, actor, options) };
    });
  }

  /**
   * A fresh link for somebody who has not come yet; the one before it ends. See `invite`.
   *
   * @throws Problem `conflict` for somebody who has come, or is disabled
   */
  inviteAgain(user: LocalUser, actor: Party, { sendMail }: { sendMail: boolean }): Promise<string | null> {
    if (!user.isActive) throw disabledMeanwhile();
    if (user.passwordHash !== null) throw refusedAs('conflict', 'fault.cameAlready');
    const request = { purpose: PURPOSE, subject: user.id } as const;
    const target = userParty(user.id);
    const changes = [deliveredBy(sendMail)];
    return this.platform.transaction(async () => {
      const type = 'user.invited';
      await this.platform.publish({ type, outcome: 'success', actor, target, userId: user.id, changes });
      return this.links.deliver(request, user, sendMail ? 'mail.invitation' : null);
    });
  }

  /** Who is invited. @throws StaleLinkError */
  async personOf(secret: string | null): Promise<LocalUser> {
    return (await this.links.peekHeld(PURPOSE, secret)).user;
  }

  /** Who came by the link has the address. @throws StaleLinkError @throws Problem `validation-failed` */
  async accept(secret: string | null, { name, password }: { name: string; password: string }): Promise<void> {
    const { email } = await this.personOf(secret);
    const { rules } = this.administration;
    rules.requireValid({ name, password }, { email, name });
    const hash = await rules.hashPassword(password, { email, name }, '/password');
    await this.platform.transaction(async () => {
      const { user } = await this.links.useHeld(PURPOSE, secret);
      const actor = userParty(user.id);
      const named = await this.administration.update(user, { name: name.trim() }, actor);
      const verified = await this.administration.confirmEmail(named, user.email, actor);
      await this.administration.setPasswordHash(verified, hash, actor);
    });
  }
}

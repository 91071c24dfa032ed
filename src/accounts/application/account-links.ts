import { Injectable } from '@nestjs/common';
import type { Values } from '../../locales/words';
import { type Recipient, Postbox } from '../../mail/application/postbox';
import type { MailKey } from '../../mail/domain/mail';
import { type LinkRequest, OneTimeLinks } from '../../one-time-links/application/one-time-links';
import type { LinkPurpose, OneTimeLink } from '../../one-time-links/domain/one-time-link';
import { Platform } from '../../shared/application/platform';
import { type Problem, refusedAs } from '../../shared/domain/problem';
import type { Change } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import type { LocalUser } from '../../users/domain/user';
import { StaleLinkError } from './stale-link-error';

/** A link that works, and the person whom it is for. */
interface HeldLink {
  link: OneTimeLink;
  user: LocalUser;
}

/** Sends one-time links to people, and finds the people behind them. */
@Injectable()
export class AccountLinks {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly users: LocalUsers,
    private readonly postbox: Postbox,
    private readonly platform: Platform,
  ) {}

  /** A link for somebody who hands it over. Older ones like it end. */
  hand(request: LinkRequest): Promise<string> {
    return this.links.make(request);
  }

  /**
   * Mails a link; false when no mails are sent, or when the subject has had too many of the kind within the hour.
   *
   * @param recipient null: everything happens as if, but nobody gets it
   */
  async mail(request: LinkRequest, recipient: Recipient | null, key: MailKey): Promise<boolean> {
    if (!this.postbox.isOpen) return false;
    return this.platform.transaction(async () => {
      const link = await this.links.makeWithinBounds(request);
      if (link !== null && recipient) this.postbox.post(recipient, key, { link });
      return link !== null;
    });
  }

  /**
   * Mails a link to its person, or makes one to be handed over: never the one in place of the other, because not
   * everybody who may have it mailed may see it.
   *
   * @param key null: it is handed over
   * @returns the link, this once; null when it was mailed
   * @throws Problem `conflict` where no mails are sent, `limit-reached` after too many within the hour
   */
  async deliver(request: LinkRequest, recipient: Recipient, key: MailKey | null): Promise<string | null> {
    if (key === null) return this.hand(request);
    if (!this.postbox.isOpen) throw refusedAs('conflict', 'fault.noMail');
    if (!(await this.mail(request, recipient, key))) throw refusedAs('limit-reached', 'fault.tooManyMails');
    return null;
  }

  /** Mails words without a link. */
  tell(recipient: Recipient, key: MailKey, values: Values): void {
    this.postbox.post(recipient, key, values);
  }

  /** The link, without using it. @throws StaleLinkError */
  async peek(purpose: LinkPurpose, secret: string | null): Promise<OneTimeLink> {
    return requireLink(purpose, await this.links.peek(purpose, secret));
  }

  /** The link, which is used up; to be called in the transaction of what it is used for. @throws StaleLinkError */
  async use(purpose: LinkPurpose, secret: string | null): Promise<OneTimeLink> {
    return requireLink(purpose, await this.links.use(purpose, secret));
  }

  /** As `peek`, with the person. @throws StaleLinkError */
  async peekHeld(purpose: LinkPurpose, secret: string | null): Promise<HeldLink> {
    return this.held(await this.peek(purpose, secret));
  }

  /** As `use`, with the person. @throws StaleLinkError */
  async useHeld(purpose: LinkPurpose, secret: string | null): Promise<HeldLink> {
    return this.held(await this.use(purpose, secret));
  }

  private async held(link: OneTimeLink): Promise<HeldLink> {
    const user = await this.users.find(link.subject);
    if (!user?.isActive) throw new StaleLinkError(link.purpose);
    return { link, user };
  }
}

/** How a link comes to its person, for the audit log. */
export const deliveredBy = (sendMail: boolean): Change => ({
  path: 'delivery',
  to: sendMail ? 'mail' : 'by hand',
});

export const disabledMeanwhile = (): Problem => refusedAs('conflict', 'fault.disabled');

function requireLink(purpose: LinkPurpose, link: OneTimeLink | null): OneTimeLink {
  if (!link) throw new StaleLinkError(purpose);
  return link;
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { sha256 } from '../../shared/domain/secret';
import { SecurityEvents, type SecurityEventType } from '../../shared/domain/security-events';
import { LINK_KINDS, type LinkPurpose, OneTimeLink } from '../domain/one-time-link';
import { type LinkKey, OneTimeLinkStore } from './one-time-link-store';

const HOUR = 3_600_000;
/** Whoever knows an address can ask for these. */
const ASKED_FOR_BY_ANYBODY = new Set<LinkPurpose>(['password-reset', 'sign-up']);
/** After these, what was mailed to a person before may be in wrong hands. */
const ENDS_LINKS = new Set<SecurityEventType>(['password.changed', 'user.disabled', 'user.deleted']);
/** So it may when one of these is another, or is there for the first time. */
const ENDS_LINKS_WHEN_CHANGED = new Set(['email', 'password']);

/** Whom a link is for, and what it needs to do its work. */
export interface LinkRequest {
  purpose: LinkPurpose;
  subject: string;
  payload?: Record<string, string>;
}

/** Makes links that work once, for a while, and lets one of many simultaneous tries use each. */
@Injectable()
export class OneTimeLinks implements OnModuleInit {
  constructor(
    private readonly store: OneTimeLinkStore,
    private readonly platform: Platform,
    private readonly events: SecurityEvents,
  ) {}

  /** A person whose password (also the first) or address is another, or who is gone, has no links any more. */
  onModuleInit(): void {
    this.events.subscribeToAll(async ({ type, userId, changes }) => {
      const isAnother = changes?.some(({ path }) => ENDS_LINKS_WHEN_CHANGED.has(path)) ?? false;
      if (userId && (ENDS_LINKS.has(type) || isAnother)) {
        await this.store.endOf(userId, null, this.platform.now());
      }
    });
  }

  /** The whole address, this once. Older links of the purpose and subject end. */
  make(request: LinkRequest): Promise<string> {
    return this.platform.transaction(async () => {
      await this.platform.lock(`one-time-links ${request.subject}`);
      await this.store.endOf(request.subject, request.purpose, this.platform.now());
      return this.makeAnother(request);
    });
  }

  /**
   * A link that is mailed; null when the subject has had too many of the purpose within an hour, or too many that work.
   * Where anybody can ask for it, older ones stay: a stranger could else end what the owner has in the mailbox.
   */
  makeWithinBounds(request: LinkRequest): Promise<string | null> {
    const { subject, purpose } = request;
    return this.platform.transaction(async () => {
      await this.platform.lock(`one-time-links ${subject}`);
      const now = this.platform.now();
      const { linksPerHour, livingLinks } = this.platform.settings.limits;
      const isFull =
        (await this.store.countSince(subject, purpose, now - HOUR)) >= linksPerHour ||
        (await this.store.countLiving(subject, purpose, now)) >= livingLinks;
      if (isFull) return null;
      return ASKED_FOR_BY_ANYBODY.has(purpose) ? this.makeAnother(request) : this.make(request);
    });
  }

  /** As `make`, but older ones stay: several servers that start at once hand out one each. */
  async makeAnother({ purpose, subject, payload = {} }: LinkRequest): Promise<string> {
    const secret = this.platform.secrets.make('link');
    const { path, lifetime } = LINK_KINDS[purpose];
    const createdAt = this.platform.now();
    const expiresAt = createdAt + lifetime;
    const link = { hash: sha256(secret), purpose, subject, payload, createdAt, expiresAt, endedAt: null };
    await this.store.add(new OneTimeLink(link));
    return `${this.platform.settings.url(path)}?token=${secret}`;
  }

  /** The link behind a secret, without using it: looking at a page must not, because mail scanners do. */
  peek(purpose: LinkPurpose, secret: string | null): Promise<OneTimeLink | null> {
    const key = this.keyOf(purpose, secret);
    return key ? this.store.findLiving(key, this.platform.now()) : Promise.resolve(null);
  }

  /** Uses the link up; null when it is unknown, too old, or was used in the same moment. The others like it end. */
  async use(purpose: LinkPurpose, secret: string | null): Promise<OneTimeLink | null> {
    const key = this.keyOf(purpose, secret);
    if (!key) return null;
    return this.platform.transaction(async () => {
      const now = this.platform.now();
      const link = await this.store.findLiving(key, now);
      if (!link || !(await this.store.take(key, now))) return null;
      await this.store.endOf(link.subject, purpose, now);
      return link;
    });
  }

  /** What cannot be a link of ours is not worth a question to the database. */
  private keyOf(purpose: LinkPurpose, secret: string | null): LinkKey | null {
    if (secret === null || this.platform.secrets.body('link', secret) === null) return null;
    return { hash: sha256(secret), purpose };
  }
}

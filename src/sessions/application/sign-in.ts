import { Injectable, type OnModuleInit } from '@nestjs/common';
import { currentRequest } from '../../shared/application/request-context';
import { Clock } from '../../shared/domain/clock';
import { newId } from '../../shared/domain/id';
import { randomBase62, sha256 } from '../../shared/domain/secret';
import {
  ANONYMOUS,
  SecurityEvents,
  type SecurityEventType,
  userParty,
} from '../../shared/domain/security-events';
import { Transaction } from '../../shared/domain/transaction';
import { UserDirectory } from '../../users/application/user-directory';
import type { User } from '../../users/domain/user';
import { Session } from '../domain/session';
import type { Visitor } from '../domain/visitor';
import { Sessions } from './sessions';

const HOUR = 3_600_000;
const SESSION_LIFETIME = 12 * HOUR;
const REMEMBERED_LIFETIME = 30 * 24 * HOUR;
/** `last_seen_at` is for people; once a minute is enough. */
const SEEN_NOTED_EVERY = 60_000;
const ENDS_SESSIONS = new Set<SecurityEventType>(['user.disabled', 'user.deleted', 'password.changed']);

/** A session and the value of its cookie, which only the browser keeps. */
export interface SignedIn {
  session: Session;
  user: User;
  cookie: string;
  /** Whether the cookie outlives the browser. */
  persistent: boolean;
}

/** Signs people in and out of a browser. */
@Injectable()
export class SignIn implements OnModuleInit {
  constructor(
    private readonly directory: UserDirectory,
    private readonly sessions: Sessions,
    private readonly transaction: Transaction,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /** A person who is disabled or deleted, or whose password is another, is signed out everywhere. */
  onModuleInit(): void {
    this.events.subscribe(async ({ type, userId }) => {
      if (ENDS_SESSIONS.has(type) && userId) await this.sessions.removeOfUser(userId);
    });
  }

  /**
   * Begins a session, always with a fresh cookie; null when name, password or the person's state do not allow it.
   *
   * Somebody who is signed in here and signs in again keeps the session's id: pages in other tabs stay theirs.
   */
  async signIn(
    login: string,
    password: string,
    options: { remember: boolean; replaces: Session | null },
  ): Promise<SignedIn | null> {
    const user = await this.directory.authenticate(login, password);
    if (!user?.isActive) {
      await this.events.publish({
        type: 'user.login.failed',
        outcome: 'failure',
        actor: ANONYMOUS,
        userId: user?.id ?? null,
      });
      return null;
    }
    const now = this.clock.now();
    const cookie = randomBase62(43);
    const request = currentRequest();
    const again = options.replaces?.userId === user.id ? options.replaces : null;
    const session = new Session({
      id: again?.id ?? newId('sess'),
      secretHash: sha256(cookie),
      userId: user.id,
      authTime: now,
      acr: '1',
      amr: ['pwd'],
      ip: request?.ip ?? null,
      userAgent: request?.userAgent?.slice(0, 300) ?? null,
      createdAt: again?.createdAt ?? now,
      lastSeenAt: now,
      expiresAt: now + (options.remember ? REMEMBERED_LIFETIME : SESSION_LIFETIME),
    });
    await this.transaction.run(async () => {
      if (options.replaces && !again) await this.sessions.remove(options.replaces.id);
      if (!again || !(await this.sessions.renew(session))) await this.sessions.add(session);
      await this.events.publish({
        type: 'user.login.succeeded',
        outcome: 'success',
        actor: userParty(user.id),
        userId: user.id,
      });
    });
    return { session, user, cookie, persistent: options.remember };
  }

  /** All browsers of the person were signed out, and this one shall not be: its session goes on with a fresh cookie. */
  async continueAfresh(ended: Session, user: User): Promise<SignedIn> {
    const now = this.clock.now();
    const cookie = randomBase62(43);
    const session = new Session({ ...ended, secretHash: sha256(cookie), authTime: now, lastSeenAt: now });
    await this.sessions.add(session);
    return { session, user, cookie, persistent: session.expiresAt - now > SESSION_LIFETIME };
  }

  /** Who a session cookie belongs to; an unknown or ended one is nobody's. */
  async recognize(cookie: string): Promise<Visitor['signedIn']> {
    const now = this.clock.now();
    const session = await this.sessions.findBySecretHash(sha256(cookie));
    if (!session?.isLive(now)) return null;
    const user = await this.directory.find(session.userId);
    if (!user?.isActive) return null;
    if (now - session.lastSeenAt > SEEN_NOTED_EVERY) await this.sessions.touch(session.id, now);
    return { session, user };
  }

  /** Ends the session of this browser; apps keep what they were allowed. */
  async signOut(session: Session): Promise<void> {
    await this.transaction.run(async () => {
      await this.sessions.remove(session.id);
      const actor = userParty(session.userId);
      await this.events.publish({ type: 'user.logout', outcome: 'success', actor, userId: session.userId });
    });
  }
}

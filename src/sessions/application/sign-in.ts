import { Injectable } from '@nestjs/common';
import { currentRequest } from '../../shared/application/request-context';
import { Platform } from '../../shared/application/platform';
import { newId } from '../../shared/domain/id';
import { randomBase62, sha256 } from '../../shared/domain/secret';
import { ANONYMOUS, userParty } from '../../shared/domain/security-events';
import { UserDirectory } from '../../users/application/user-directory';
import type { User } from '../../users/domain/user';
import { provenBrowser, withProof } from '../domain/browser-proof';
import { Session } from '../domain/session';
import type { Visitor } from '../domain/visitor';
import { PasswordCheck } from './password-check';
import { Sessions } from './sessions';

const HOUR = 3_600_000;
const SESSION_LIFETIME = 12 * HOUR;
const REMEMBERED_LIFETIME = 30 * 24 * HOUR;
/** `last_seen_at` is for people; once a minute is enough. */
const SEEN_NOTED_EVERY = 60_000;

/** A session and the value of its cookie, which only the browser keeps. */
export interface SignedIn {
  session: Session;
  user: User;
  cookie: string;
  /** Whether the cookie outlives the browser. */
  persistent: boolean;
}

/** How somebody signs in. */
export interface SignInOptions {
  /** Whether the session outlives the browser. */
  remember: boolean;
  /** The session of this browser so far. */
  replaces: Session | null;
  /** The cookie by which browsers are known in which somebody has signed in before. */
  proof: string | null;
}

/** Signs people in and out of a browser. */
@Injectable()
export class SignIn {
  constructor(
    private readonly directory: UserDirectory,
    private readonly sessions: Sessions,
    private readonly passwords: PasswordCheck,
    private readonly platform: Platform,
  ) {}

  /**
   * Begins a session, always with a fresh cookie; null when name, password or the person's state do not allow it.
   *
   * Somebody who is signed in here and signs in again keeps the session's id: pages in other tabs stay theirs.
   *
   * @throws TooManyTries
   */
  async signIn(
    login: string,
    password: string,
    options: SignInOptions,
  ): Promise<(SignedIn & { proof: string }) | null> {
    const key = this.platform.settings.cookieSecret;
    const user = await this.passwords.check(login, password, {
      proven: provenBrowser(options.proof, login, key),
      address: currentRequest()?.ip ?? null,
    });
    if (!user?.isActive) {
      await this.platform.publish({
        type: 'user.login.failed',
        outcome: 'failure',
        actor: ANONYMOUS,
        userId: user?.id ?? (await this.passwords.ownerOf(login)),
      });
      return null;
    }
    const now = this.platform.now();
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
    await this.platform.transaction(async () => {
      if (options.replaces && !again) await this.sessions.remove(options.replaces.id);
      if (!again || !(await this.sessions.renew(session))) await this.sessions.add(session);
      await this.platform.publish({
        type: 'user.login.succeeded',
        outcome: 'success',
        actor: userParty(user.id),
        userId: user.id,
      });
    });
    const proof = withProof(options.proof, login, key);
    return { session, user, cookie, persistent: options.remember, proof };
  }

  /** All browsers of the person were signed out, and this one shall not be: its session goes on with a fresh cookie. */
  async continueAfresh(ended: Session, user: User): Promise<SignedIn> {
    const now = this.platform.now();
    const cookie = randomBase62(43);
    const session = new Session({ ...ended, secretHash: sha256(cookie), authTime: now, lastSeenAt: now });
    await this.sessions.add(session);
    return { session, user, cookie, persistent: session.expiresAt - now > SESSION_LIFETIME };
  }

  /** Who a session cookie belongs to; an unknown or ended one is nobody's. */
  async recognize(cookie: string): Promise<Visitor['signedIn']> {
    const now = this.platform.now();
    const session = await this.sessions.findBySecretHash(sha256(cookie));
    if (!session?.isLive(now)) return null;
    const user = await this.directory.find(session.userId);
    if (!user?.isActive) return null;
    if (now - session.lastSeenAt > SEEN_NOTED_EVERY) await this.sessions.touch(session.id, now);
    return { session, user };
  }

  /** Ends the session of this browser; apps keep what they were allowed. */
  async signOut(session: Session): Promise<void> {
    await this.platform.transaction(async () => {
      await this.sessions.remove(session.id);
      const actor = userParty(session.userId);
      await this.platform.publish({ type: 'user.logout', outcome: 'success', actor, userId: session.userId });
    });
  }
}

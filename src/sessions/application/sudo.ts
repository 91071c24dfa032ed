import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/domain/clock';
import { fieldError, refused } from '../../shared/domain/problem';
import { Session } from '../domain/session';
import type { SignedInVisitor } from '../domain/visitor';
import { PasswordCheck } from './password-check';
import { Sessions } from './sessions';

const FRESH_MS = 15 * 60_000;

/** Asks for the password again before a sensitive step, when the sign-in is some time ago (ASVS 7.5). */
@Injectable()
export class Sudo {
  constructor(
    private readonly passwords: PasswordCheck,
    private readonly sessions: Sessions,
    private readonly clock: Clock,
  ) {}

  /** Whether the person has proved lately who they are. */
  isFresh({ signedIn }: SignedInVisitor): boolean {
    return this.clock.now() - signedIn.session.authTime < FRESH_MS;
  }

  /**
   * @throws Problem `reauthentication-required` when the sign-in is too old and the password missing or wrong
   * @throws TooManyTries
   */
  async require(visitor: SignedInVisitor, password: string | null): Promise<void> {
    if (this.isFresh(visitor)) return;
    const { session, user } = visitor.signedIn;
    const origin = { proven: session.id, address: null };
    const known = password === null ? null : await this.passwords.checkAgain(user, password, origin);
    if (known?.id !== user.id || !known.isActive) {
      throw refused(
        'reauthentication-required',
        fieldError('/current_password', 'wrong', password === null ? 'sudo.missing' : 'sudo.wrong'),
      );
    }
    await this.sessions.renew(new Session({ ...session, authTime: this.clock.now() }));
  }
}

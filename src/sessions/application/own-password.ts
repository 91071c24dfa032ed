import { Injectable } from '@nestjs/common';
import { fieldError, Problem, refused } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import { UserAdministration } from '../../users/application/user-administration';
import type { LocalUser } from '../../users/domain/user';
import type { SignedInVisitor } from '../domain/visitor';
import { PasswordCheck } from './password-check';
import { type SignedIn, SignIn } from './sign-in';

/** The current password, and the one to come; null: nothing was typed. */
export interface PasswordForm {
  current: string | null;
  next: string | null;
}

/** Lets people change their password, who prove by the current one that they are not somebody at an open browser. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly users: LocalUsers,
    private readonly administration: UserAdministration,
    private readonly passwords: PasswordCheck,
    private readonly signIn: SignIn,
  ) {}

  /** Null: the company keeps its people elsewhere. */
  find(userId: string): Promise<LocalUser | null> {
    return this.users.find(userId);
  }

  /**
   * Every browser is signed out with it, and this one is in again: its cookie is another one from now on.
   *
   * @throws Problem `validation-failed` at `/current_password` and `/new_password`, `version-mismatch`, `conflict` for
   *   people who are kept elsewhere
   * @throws TooManyTries
   */
  async change(visitor: SignedInVisitor, { current, next }: PasswordForm): Promise<SignedIn> {
    const { session, user } = visitor.signedIn;
    // Read before the password is checked: a change that comes between is noticed by the version.
    const own = await this.users.find(user.id);
    if (!own) throw new Problem('conflict', 'Passwords are kept elsewhere. Change yours there.');
    const errors = [
      ...(current === null ? [fieldError('/current_password', 'missing', 'security.currentMissing')] : []),
      ...this.administration.rules.passwordFaults('/new_password', next ?? '', own),
    ];
    if (errors[0]) throw new Problem('validation-failed', errors[0].detail, { errors });
    await this.requireRight(own, current!, session.id);
    const changed = await this.administration.setPassword(own, next!, userParty(user.id));
    return this.signIn.continueAfresh(session, changed);
  }

  private async requireRight(own: LocalUser, password: string, proven: string): Promise<void> {
    const user = await this.passwords.checkAgain(own, password, { proven, address: null });
    if (user?.id === own.id && user.isActive) return;
    throw refused('validation-failed', fieldError('/current_password', 'wrong', 'sudo.wrong'));
  }
}

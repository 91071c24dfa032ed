import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { because, changesBetween } from '../../shared/domain/changes';
import { fieldError, Problem, refused } from '../../shared/domain/problem';
import {
  type Change,
  type Party,
  type SecurityEventType,
  userParty,
} from '../../shared/domain/security-events';
import { foldEmail, foldName, LocalUser, newLocalUser, type Role } from '../domain/user';
import { EmailTakenError, LocalUsers } from './local-users';
import { UserRules } from './user-rules';

export interface NewUser {
  email: string;
  name: string;
  role?: Role;
  /** Null: the person cannot sign in yet. */
  password: string | null;
  /** Whether somebody vouches that the address is theirs. */
  emailVerified?: boolean;
}

/** What may be changed about a person. A new address is one that nobody has shown to have. */
export type UserChanges = Partial<
  Pick<LocalUser, 'email' | 'name' | 'picture' | 'locale' | 'role' | 'status'>
>;

const CHANGEABLE: readonly (keyof UserChanges)[] = ['email', 'name', 'picture', 'locale', 'role', 'status'];

/** Creates, changes, disables and deletes people of the local directory. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly users: LocalUsers,
    readonly rules: UserRules,
    private readonly platform: Platform,
  ) {}

  /** The person who signs in with that address, however it is spelled; null when there is none. */
  findByEmail(email: string): Promise<LocalUser | null> {
    return this.users.findByEmail(email);
  }

  /** @throws Problem `validation-failed`, `conflict` when the email is taken */
  async create(request: NewUser, actor: Party): Promise<LocalUser> {
    const { email, name, role = 'member', password, emailVerified = false } = request;
    this.rules.requireValid({ email, name, ...(password !== null && { password }) });
    const passwordHash =
      password === null ? null : await this.rules.hashPassword(password, { email, name }, '/password');
    const values = { email, name, role, passwordHash, emailVerified, locale: null };
    return this.add(newLocalUser(values, this.platform.now()), actor);
  }

  /** Keeps a person whose values have been judged. @throws Problem `conflict` when the email is taken */
  add(user: LocalUser, actor: Party): Promise<LocalUser> {
    return this.platform.transaction(async () => {
      await unlessTaken(() => this.users.add(user));
      await this.publish('user.created', user.id, actor);
      return user;
    });
  }

  /**
   * Nothing is written where nothing is different.
   *
   * @param reason what the audit log says beside the changes
   * @throws Problem `validation-failed`, `conflict` when the email is taken, `version-mismatch` when somebody else was
   *   faster, `last-admin`
   */
  async update(user: LocalUser, changes: UserChanges, actor: Party, reason?: string): Promise<LocalUser> {
    const { name, email } = changes;
    this.rules.requireValid({ ...(name !== undefined && { name }), ...(email !== undefined && { email }) });
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = this.next(user, { ...given, ...(email !== undefined && addressOf(user, email)) });
    const differences = changesBetween(user, changed, CHANGEABLE);
    if (differences.length === 0) return user;
    const eventType =
      changed.status === user.status ? 'user.updated' : changed.isActive ? 'user.enabled' : 'user.disabled';
    return this.platform.transaction(async () => {
      if (user.role === 'admin' && (changed.role !== 'admin' || !changed.isActive))
        await this.requireAnotherAdmin(user);
      await unlessTaken(() => this.replace(user, changed));
      await this.publish(eventType, user.id, actor, [...differences, ...because(reason)]);
      return changed;
    });
  }

  /**
   * With the event every browser is signed out: who changes a password because somebody else knows it means them too.
   *
   * @throws Problem `validation-failed` at `/new_password`, `version-mismatch` when somebody else was faster
   */
  async setPassword(user: LocalUser, password: string, actor: Party): Promise<LocalUser> {
    return this.setPasswordHash(user, await this.rules.hashPassword(password, user, '/new_password'), actor);
  }

  /** As `setPassword`, with what `UserRules.hashPassword` has made. A first password ends nothing. */
  setPasswordHash(user: LocalUser, passwordHash: string, actor: Party): Promise<LocalUser> {
    const changed = this.next(user, { passwordHash, passwordChangedAt: this.platform.now() });
    return this.platform.transaction(async () => {
      await this.replace(user, changed);
      if (user.passwordHash !== null) await this.publish('password.changed', user.id, actor);
      else await this.publish('user.updated', user.id, actor, [{ path: 'password' }]);
      return changed;
    });
  }

  /**
   * The person has shown to have the address. The event says which one it was before: people look for that when an
   * account is taken from them.
   *
   * @throws Problem `conflict` when the email is taken, `version-mismatch`
   */
  confirmEmail(user: LocalUser, email: string, actor: Party): Promise<LocalUser> {
    const emailFolded = foldEmail(email);
    const changed = this.next(user, { email: email.trim(), emailFolded, emailVerified: true });
    return this.platform.transaction(async () => {
      await unlessTaken(() => this.replace(user, changed));
      const verified = { path: 'email_verified' };
      const moved = { path: 'email', from: user.email, to: changed.email };
      await this.publish(
        'user.updated',
        user.id,
        actor,
        emailFolded === user.emailFolded ? [verified] : [moved],
      );
      return changed;
    });
  }

  /** What hangs on the person (sessions, authorizations) ends with the event. @throws Problem `version-mismatch`, `last-admin` */
  async remove(user: LocalUser, actor: Party): Promise<void> {
    await this.platform.transaction(async () => {
      if (user.role === 'admin') await this.requireAnotherAdmin(user);
      if (!(await this.users.remove(user.id, user.version))) throw changedMeanwhile();
      await this.publish('user.deleted', user.id, actor);
    });
  }

  private next(user: LocalUser, changes: Partial<LocalUser>): LocalUser {
    const updatedAt = this.platform.now();
    const nameFolded = foldName(changes.name ?? user.name);
    return new LocalUser({ ...user, ...changes, nameFolded, version: user.version + 1, updatedAt });
  }

  private async replace(user: LocalUser, changed: LocalUser): Promise<void> {
    if (!(await this.users.replace(changed, user.version))) throw changedMeanwhile();
  }

  private async requireAnotherAdmin(user: LocalUser): Promise<void> {
    const admins = await this.users.lockActiveAdmins();
    if (user.isActive && admins.every((id) => id === user.id)) {
      throw new Problem('last-admin', 'This is the last administrator. Make somebody else one first.');
    }
  }

  private publish(
    type: SecurityEventType,
    userId: string,
    actor: Party,
    changes: Change[] = [],
  ): Promise<void> {
    const target = userParty(userId);
    return this.platform.publish({ type, outcome: 'success', actor, target, userId, changes });
  }
}

/** Another spelling of the same address is as confirmed as the address was. */
function addressOf(user: LocalUser, email: string) {
  const emailFolded = foldEmail(email);
  return {
    email: email.trim(),
    emailFolded,
    emailVerified: user.emailVerified && emailFolded === user.emailFolded,
  };
}

/** @throws Problem `conflict` */
async function unlessTaken(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof EmailTakenError)) throw error;
    throw refused('conflict', fieldError('/email', 'taken', 'fault.emailTaken'));
  }
}

/** Somebody else was faster. */
export const changedMeanwhile = (): Problem =>
  new Problem(
    'version-mismatch',
    'Somebody else has changed this person. Read it again, then repeat the change.',
    { words: { key: 'fault.changedMeanwhile' } },
  );

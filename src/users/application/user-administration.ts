import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { newId } from '../../shared/domain/id';
import { type FieldError, fieldError, Problem, refused } from '../../shared/domain/problem';
import { type Party, type SecurityEventType, userParty } from '../../shared/domain/security-events';
import { passwordFault } from '../domain/password-rules';
import { foldEmail, LocalUser, type Role } from '../domain/user';
import { EmailTakenError, LocalUsers } from './local-users';
import { PasswordHasher } from './password-hasher';

export interface NewUser {
  email: string;
  name: string;
  role?: Role;
  /** Null: the person cannot sign in yet. */
  password: string | null;
}

/** What may be changed about a person. */
export type UserChanges = Partial<Pick<LocalUser, 'name' | 'picture' | 'locale' | 'role' | 'status'>>;

/** As wide as the column: folding can make an address longer. */
const MAX_EMAIL = 254;
const EMAIL = /^[^\s@<>"',;:\\()[\]\p{Cc}\p{Cf}]{1,64}@[^\s@<>"',;:\\()[\]\p{Cc}\p{Cf}]{1,189}$/u;

/** Creates, changes, disables and deletes people of the local directory. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly users: LocalUsers,
    private readonly passwords: PasswordHasher,
    private readonly platform: Platform,
  ) {}

  /** @throws Problem `validation-failed`, `conflict` when the email is taken */
  async create(request: NewUser, actor: Party): Promise<LocalUser> {
    this.requireValid(request);
    const now = this.platform.now();
    const user = new LocalUser({
      id: newId('user'),
      email: request.email.trim(),
      emailFolded: foldEmail(request.email),
      emailVerified: false,
      name: request.name.trim(),
      picture: null,
      locale: null,
      role: request.role ?? 'member',
      status: 'active',
      passwordHash: request.password === null ? null : await this.passwords.hash(request.password),
      passwordChangedAt: request.password === null ? null : now,
      createdAt: now,
      updatedAt: now,
      version: 1,
    });
    return this.platform.transaction(async () => {
      try {
        await this.users.add(user);
      } catch (error) {
        if (error instanceof EmailTakenError)
          throw new Problem('conflict', 'Somebody with this email address exists.');
        throw error;
      }
      await this.publish('user.created', user.id, actor);
      return user;
    });
  }

  /** @throws Problem `version-mismatch` when somebody else was faster, `last-admin` */
  async update(user: LocalUser, changes: UserChanges, actor: Party): Promise<LocalUser> {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = new LocalUser({
      ...user,
      ...given,
      version: user.version + 1,
      updatedAt: this.platform.now(),
    });
    const eventType =
      changed.status === user.status ? 'user.updated' : changed.isActive ? 'user.enabled' : 'user.disabled';
    return this.platform.transaction(async () => {
      if (user.role === 'admin' && (changed.role !== 'admin' || !changed.isActive))
        await this.requireAnotherAdmin(user);
      if (!(await this.users.replace(changed, user.version))) throw changedMeanwhile();
      await this.publish(eventType, user.id, actor, Object.keys(given));
      return changed;
    });
  }

  /**
   * With the event every browser is signed out: who changes a password because somebody else knows it means them too.
   *
   * @throws Problem `validation-failed` at `/new_password`, `version-mismatch` when somebody else was faster
   */
  async setPassword(user: LocalUser, password: string, actor: Party): Promise<LocalUser> {
    const faults = this.passwordFaults('/new_password', password, user);
    if (faults[0]) throw refused('validation-failed', faults[0]);
    const passwordHash = await this.passwords.hash(password);
    const now = this.platform.now();
    const changed = new LocalUser({
      ...user,
      passwordHash,
      passwordChangedAt: now,
      version: user.version + 1,
      updatedAt: now,
    });
    return this.platform.transaction(async () => {
      if (!(await this.users.replace(changed, user.version))) throw changedMeanwhile();
      await this.publish('password.changed', user.id, actor);
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

  private async requireAnotherAdmin(user: LocalUser): Promise<void> {
    const admins = await this.users.lockActiveAdmins();
    if (user.isActive && admins.every((id) => id === user.id)) {
      throw new Problem('last-admin', 'This is the last administrator. Make somebody else one first.');
    }
  }

  private requireValid({ email, name, password }: NewUser): void {
    const errors = [...emailFaults(email), ...nameFaults(name)];
    if (password !== null) errors.push(...this.passwordFaults('/password', password, { email, name }));
    if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
  }

  private passwordFaults(
    pointer: string,
    password: string,
    person: Pick<LocalUser, 'email' | 'name'>,
  ): FieldError[] {
    const { appName, passwordMinLength: minLength } = this.platform.settings;
    const fault = passwordFault(password, { ...person, appName, minLength });
    return fault ? [fieldError(pointer, 'weak', fault.key, fault.values)] : [];
  }

  private publish(
    type: SecurityEventType,
    userId: string,
    actor: Party,
    changed: string[] = [],
  ): Promise<void> {
    const changes = changed.map((path) => ({ path }));
    return this.platform.publish({
      type,
      outcome: 'success',
      actor,
      target: userParty(userId),
      userId,
      changes,
    });
  }
}

function emailFaults(email: string): FieldError[] {
  const fits = EMAIL.test(email.trim()) && foldEmail(email).length <= MAX_EMAIL && email.isWellFormed();
  return fits ? [] : [fieldError('/email', 'invalid', 'fault.email')];
}

function nameFaults(name: string): FieldError[] {
  const fits = name.trim().length >= 1 && name.length <= 100 && !/\p{Cc}/u.test(name);
  return fits ? [] : [fieldError('/name', 'length', 'fault.length', { min: 1, max: 100 })];
}

const changedMeanwhile = () =>
  new Problem(
    'version-mismatch',
    'Somebody else has changed this person. Read it again, then repeat the change.',
  );

import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import { newId } from '../../shared/domain/id';
import { type FieldError, fieldError, Problem } from '../../shared/domain/problem';
import {
  type Party,
  SecurityEvents,
  type SecurityEventType,
  userParty,
} from '../../shared/domain/security-events';
import { Transaction } from '../../shared/domain/transaction';
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
    private readonly transaction: Transaction,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem `validation-failed`, `conflict` when the email is taken */
  async create(request: NewUser, actor: Party): Promise<LocalUser> {
    this.requireValid(request);
    const now = this.clock.now();
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
      createdAt: now,
      updatedAt: now,
      version: 1,
    });
    return this.transaction.run(async () => {
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
      updatedAt: this.clock.now(),
    });
    const eventType =
      changed.status === user.status ? 'user.updated' : changed.isActive ? 'user.enabled' : 'user.disabled';
    return this.transaction.run(async () => {
      if (user.role === 'admin' && (changed.role !== 'admin' || !changed.isActive))
        await this.requireAnotherAdmin(user);
      if (!(await this.users.replace(changed, user.version))) throw changedMeanwhile();
      await this.publish(eventType, user.id, actor, Object.keys(given));
      return changed;
    });
  }

  /** What hangs on the person (sessions, authorizations) ends with the event. @throws Problem `version-mismatch`, `last-admin` */
  async remove(user: LocalUser, actor: Party): Promise<void> {
    await this.transaction.run(async () => {
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
    const { appName, passwordMinLength: minLength } = this.settings;
    const fault = password === null ? null : passwordFault(password, { email, name, appName, minLength });
    if (fault) errors.push(fieldError('/password', 'weak', fault.key, fault.values));
    if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
  }

  private publish(
    type: SecurityEventType,
    userId: string,
    actor: Party,
    changed: string[] = [],
  ): Promise<void> {
    const changes = changed.map((path) => ({ path }));
    return this.events.publish({
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

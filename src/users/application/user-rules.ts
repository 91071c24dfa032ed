import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { nameFaults } from '../../shared/domain/line';
import { type FieldError, fieldError, Problem, refused } from '../../shared/domain/problem';
import { passwordFault } from '../domain/password-rules';
import { foldEmail, type LocalUser } from '../domain/user';
import { PasswordHasher } from './password-hasher';

/** As wide as the column: folding can make an address longer. */
const MAX_EMAIL = 254;
const EMAIL = /^[^\s@<>"',;:\\()[\]\p{Cc}\p{Cf}]{1,64}@[^\s@<>"',;:\\()[\]\p{Cc}\p{Cf}]{1,189}$/u;

/** What somebody has typed about a person; what is left out is not judged. */
export interface PersonValues {
  email?: string;
  name?: string;
  password?: string;
}

/** What people of the local directory may be called, be reached at and sign in with. */
@Injectable()
export class UserRules {
  constructor(
    private readonly settings: Settings,
    private readonly hasher: PasswordHasher,
  ) {}

  /**
   * @param known what is known of the person already: the password is compared with it
   * @throws Problem `validation-failed` naming every fault
   */
  requireValid(
    values: PersonValues,
    known: Pick<LocalUser, 'email' | 'name'> = { email: '', name: '' },
  ): void {
    const { email, name, password } = values;
    const errors = [
      ...(email === undefined ? [] : emailFaults(email)),
      ...(name === undefined ? [] : nameFaults(name)),
      ...(password === undefined ? [] : this.passwordFaults('/password', password, { ...known, ...values })),
    ];
    if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
  }

  /**
   * The hash of a password that may be used. Hashing takes long: not for the inside of a transaction.
   *
   * @param pointer the place of the password in the request
   * @throws Problem `validation-failed` @throws TooBusyError
   */
  async hashPassword(
    password: string,
    person: Pick<LocalUser, 'email' | 'name'>,
    pointer: `/${string}`,
  ): Promise<string> {
    const errors = this.passwordFaults(pointer, password, person);
    if (errors[0]) throw new Problem('validation-failed', errors[0].detail, { errors });
    return this.hasher.hash(password);
  }

  /** @throws Problem `validation-failed` at `/password` when it is another one @throws TooBusyError */
  async requireRightPassword(passwordHash: string, password: string): Promise<void> {
    if (await this.hasher.verify(passwordHash, password)) return;
    throw refused('validation-failed', fieldError('/password', 'wrong', 'sudo.wrong'));
  }

  /** What is wrong with a password, for the place of it in the request. */
  passwordFaults(
    pointer: string,
    password: string,
    { email, name }: Pick<LocalUser, 'email' | 'name'>,
  ): FieldError[] {
    const { appName, passwordMinLength: minLength } = this.settings;
    const fault = passwordFault(password, { email, name, appName, minLength });
    return fault ? [fieldError(pointer, 'weak', fault.key, fault.values)] : [];
  }
}

function emailFaults(email: string): FieldError[] {
  const fits = EMAIL.test(email.trim()) && foldEmail(email).length <= MAX_EMAIL && email.isWellFormed();
  return fits ? [] : [fieldError('/email', 'invalid', 'fault.email')];
}

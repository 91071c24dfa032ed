import type { EpochMs } from '../../shared/domain/clock';
import { folded, foldedBeginning } from '../../shared/domain/folded';
import { newId } from '../../shared/domain/id';

export const ROLES = ['member', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A person, as the rest of the server sees one; a company's directory makes these too. */
export class User {
  /** Begins with `user_`; it is the `sub` of tokens and never changes. */
  id!: string;
  email!: string;
  emailVerified!: boolean;
  name!: string;
  /** https address of a picture, or null. */
  picture!: string | null;
  /** Language tag, or null for the browser's choice. */
  locale!: string | null;
  role!: Role;
  status!: 'active' | 'disabled';

  constructor(values: Omit<User, 'isActive'>) {
    Object.assign(this, values);
  }

  get isActive(): boolean {
    return this.status === 'active';
  }
}

/** A person in our own table, with what only the table needs. */
export class LocalUser extends User {
  /** The email folded by `foldEmail`: what is compared and unique. */
  emailFolded!: string;
  /** The name folded by `foldName`: what is searched and sorted by. */
  nameFolded!: string;
  /** Argon2id in PHC form; null until the person has chosen a password. */
  passwordHash!: string | null;
  /** When the person last chose a password; null: never. */
  passwordChangedAt!: EpochMs | null;
  /** When they were last signed in here, exact to the hour; null: never. */
  lastSeenAt!: EpochMs | null;
  createdAt!: EpochMs;
  updatedAt!: EpochMs;
  version!: number;

  constructor(values: Omit<LocalUser, 'isActive'>) {
    super(values);
    Object.assign(this, values);
  }
}

/** Somebody new, who has signed in nowhere yet. */
export function newLocalUser(
  values: Pick<LocalUser, 'email' | 'name' | 'role' | 'passwordHash' | 'emailVerified' | 'locale'>,
  now: EpochMs,
): LocalUser {
  return new LocalUser({
    ...values,
    id: newId('user'),
    email: values.email.trim(),
    emailFolded: foldEmail(values.email),
    name: values.name.trim(),
    nameFolded: foldName(values.name),
    picture: null,
    status: 'active',
    passwordChangedAt: values.passwordHash === null ? null : now,
    lastSeenAt: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  });
}

/** How user names are folded. */
export const foldEmail = folded;

/** How names are folded that people are found by. */
export const foldName = foldedBeginning;

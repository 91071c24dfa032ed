import type { EpochMs } from '../../shared/domain/clock';
import type { LocalUser } from '../domain/user';

/** The email address is taken. */
export class EmailTakenError extends Error {}

/** Where people of the local directory are kept. */
export abstract class LocalUsers {
  /** @throws EmailTakenError */
  abstract add(user: LocalUser): Promise<void>;
  abstract find(id: string): Promise<LocalUser | null>;
  abstract findByEmail(email: string): Promise<LocalUser | null>;
  abstract list(): Promise<LocalUser[]>;
  abstract count(): Promise<number>;
  /** Writes the person, but not when it was seen, if nobody has changed it since it was read; says whether it did. @throws EmailTakenError */
  abstract replace(user: LocalUser, readVersion: number): Promise<boolean>;
  /** Somebody was seen then; noted once an hour, and no change of the person. */
  abstract noteSeen(id: string, at: EpochMs): Promise<void>;
  /** Deletes the person if nobody has changed it since it was read; says whether it did. */
  abstract remove(id: string, readVersion: number): Promise<boolean>;
  /** Ids of administrators who can sign in; nobody can stop being one before the transaction ends. */
  abstract lockActiveAdmins(): Promise<string[]>;
}

import type { EpochMs } from '../../shared/domain/clock';
import type { Session } from '../domain/session';

/** Where sessions are kept. */
export abstract class Sessions {
  abstract add(session: Session): Promise<void>;
  abstract findBySecretHash(secretHash: string): Promise<Session | null>;
  /** The same person has signed in again: a fresh cookie and sign-in for the session; false when it is gone. */
  abstract renew(session: Session): Promise<boolean>;
  abstract touch(id: string, at: EpochMs): Promise<void>;
  abstract remove(id: string): Promise<void>;
  abstract removeOfUser(userId: string): Promise<number>;
  /** @returns how many of at most `limit` sessions that ended before `at` are gone */
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

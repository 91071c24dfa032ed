import type { Page, PageRequest } from '../../shared/domain/page';
import type { EpochMs } from '../../shared/domain/clock';
import type { Session } from '../domain/session';

/** Where sessions are kept. */
export abstract class Sessions {
  abstract add(session: Session): Promise<void>;
  abstract findBySecretHash(secretHash: string): Promise<Session | null>;
  /** The same person has signed in again: a fresh cookie and sign-in for the session; false when it is gone. */
  abstract renew(session: Session): Promise<boolean>;
  abstract touch(id: string, at: EpochMs): Promise<void>;
  abstract find(id: string): Promise<Session | null>;
  /** Sessions of the person that live at that moment. */
  abstract listOf(userId: string, at: EpochMs, page: PageRequest<'createdAt'>): Promise<Page<Session>>;
  abstract remove(id: string): Promise<void>;
  /** Removes it if it is theirs; says whether it did. */
  abstract removeOwn(userId: string, id: string): Promise<boolean>;
  /** @param kept id of one that stays */
  abstract removeOfUser(userId: string, kept?: string | null): Promise<number>;
  /** @returns how many of at most `limit` sessions that ended before `at` are gone */
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

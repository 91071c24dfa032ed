import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { LocalUser } from '../domain/user';

/** What people can be sorted by. */
export type UserSort = 'createdAt' | 'nameFolded' | 'emailFolded';

/** Which people are looked for. */
export interface UserFilters {
  /** The beginning of the name or of the email address. */
  q?: string;
  /** The whole address, however it is spelled. */
  email?: string;
  role?: LocalUser['role'];
  status?: LocalUser['status'];
  /** Those who have not been signed in since then, also those who never were. */
  last_seen_before?: EpochMs;
}

/** Finds people of the local directory. */
export abstract class UserSearch {
  abstract find(page: PageRequest<UserSort>, filters: UserFilters): Promise<Page<LocalUser>>;
}

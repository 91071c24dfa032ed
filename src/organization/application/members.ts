import type { Page, PageRequest } from '../../shared/domain/page';
import type { LocalUser } from '../../users/domain/user';

export type MemberSort = 'createdAt' | 'name' | 'email';

/** Which members are listed. */
export interface MemberFilters {
  /** The beginning of the name or of the email address. */
  q?: string;
  role?: LocalUser['role'];
  status?: LocalUser['status'];
}

/** The people of the local directory, a page at a time. */
export abstract class Members {
  abstract list(page: PageRequest<MemberSort>, filters: MemberFilters): Promise<Page<LocalUser>>;
}

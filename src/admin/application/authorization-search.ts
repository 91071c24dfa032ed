import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { Authorization } from '../../tokens/domain/authorization';

export interface AuthorizationFilters {
  user_id?: string;
  /** The hash of a client's id. */
  clientRef?: string;
  scope?: string;
}

/** Finds, among all that people have granted to clients, what lives. */
export abstract class AuthorizationSearch {
  abstract find(
    page: PageRequest<'createdAt'>,
    filters: AuthorizationFilters,
    at: EpochMs,
  ): Promise<Page<Authorization>>;
}

import type { Session } from '../../sessions/domain/session';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';

export interface SessionFilters {
  user_id?: string;
  /** The whole address. */
  ip?: string;
  /** Those that live, or those that have run out and are not swept away yet. */
  active?: 'true' | 'false';
}

/** Finds sessions among those of everybody. */
export abstract class SessionSearch {
  abstract find(page: PageRequest<'createdAt'>, filters: SessionFilters, at: EpochMs): Promise<Page<Session>>;
}

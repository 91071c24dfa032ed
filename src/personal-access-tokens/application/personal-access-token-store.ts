import type { Purgeable } from '../../shared/application/purgeable';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { EpochMs } from '../../shared/domain/clock';
import type { EndingSpan } from '../../shared/domain/ending-span';
import type { PersonalAccessToken } from '../domain/personal-access-token';

/** Where the names of personal tokens are kept. */
export abstract class PersonalAccessTokenStore implements Purgeable {
  abstract add(token: PersonalAccessToken): Promise<void>;
  abstract find(id: string): Promise<PersonalAccessToken | null>;
  abstract listLive(userId: string, at: EpochMs): Promise<PersonalAccessToken[]>;
  /** Those that live at that moment, or those that ended in the 90 days before it. */
  abstract listOf(
    userId: string,
    page: PageRequest<'createdAt'>,
    which: { live: boolean; at: EpochMs },
  ): Promise<Page<PersonalAccessToken>>;
  /** Some that end within a span of time and that no other has replaced, by id, beginning after one. */
  abstract listEnding(span: EndingSpan): Promise<PersonalAccessToken[]>;
  /** Another token takes its place, and it ends at `until`. */
  abstract replace(id: string, by: string, until: EpochMs): Promise<void>;
  abstract noteUse(authorizationId: string, at: EpochMs, ip: string | null): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
  /** Notes that tokens ended with their Authorization, or with all that a person had. */
  abstract endWith(selector: { authorizationId: string } | { userId: string }, at: EpochMs): Promise<void>;
  /** False when it was over already. */
  abstract revoke(id: string, at: EpochMs): Promise<boolean>;
}

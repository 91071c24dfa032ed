import type { Purgeable } from '../../shared/application/purgeable';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { EpochMs } from '../../shared/domain/clock';
import type { EndingSpan } from '../../shared/domain/ending-span';
import type { PersonalAccessToken, TokenStatus } from '../domain/personal-access-token';

/** Which tokens are looked for, by the names of the REST API. */
export interface TokenFilters {
  state?: TokenStatus;
  expires_before?: EpochMs;
  /** Those that nobody has used since then. */
  last_used_before?: EpochMs;
}

/** Where the names of personal tokens are kept. */
export abstract class PersonalAccessTokenStore implements Purgeable {
  abstract add(token: PersonalAccessToken): Promise<void>;
  abstract find(id: string): Promise<PersonalAccessToken | null>;
  abstract findByAuthorization(authorizationId: string): Promise<PersonalAccessToken | null>;
  /** Those of a family that nobody has revoked. */
  abstract listFamily(userId: string, familyId: string): Promise<PersonalAccessToken[]>;
  /** Some that live and that nobody has used since a moment. */
  abstract listUnused(since: EpochMs, at: EpochMs, limit: number): Promise<PersonalAccessToken[]>;
  /** Those of a person that live, or that ended in the 90 days before that moment. */
  abstract search(
    userId: string,
    page: PageRequest<'createdAt'>,
    filters: TokenFilters,
    at: EpochMs,
  ): Promise<Page<PersonalAccessToken>>;
  abstract change(
    id: string,
    changes: Partial<Pick<PersonalAccessToken, 'name' | 'description' | 'scopes'>>,
  ): Promise<void>;
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
  /** Notes at those whose Authorization is over that they are, of one person or of all. */
  abstract endWithAuthorizations(userId: string | null, at: EpochMs): Promise<void>;
  abstract endWith(selector: { authorizationId: string } | { userId: string }, at: EpochMs): Promise<void>;
  /** False when it was over already. */
  abstract revoke(id: string, at: EpochMs): Promise<boolean>;
}

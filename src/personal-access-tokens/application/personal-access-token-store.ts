import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import type { PersonalAccessToken } from '../domain/personal-access-token';

/** Where the names of personal tokens are kept. */
export abstract class PersonalAccessTokenStore implements Purgeable {
  abstract add(token: PersonalAccessToken): Promise<void>;
  abstract find(id: string): Promise<PersonalAccessToken | null>;
  /** Nobody else can add one for that person before the transaction ends. */
  abstract lockOf(userId: string): Promise<PersonalAccessToken[]>;
  abstract listOf(userId: string): Promise<PersonalAccessToken[]>;
  abstract noteUse(authorizationId: string, at: EpochMs, ip: string | null): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
  /** Notes that tokens ended with their Authorization, or with all that a person had. */
  abstract endWith(selector: { authorizationId: string } | { userId: string }, at: EpochMs): Promise<void>;
  /** False when it was over already. */
  abstract revoke(id: string, at: EpochMs): Promise<boolean>;
}

import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { Purgeable } from '../../shared/application/purgeable';
import type { StoredAccessToken } from '../domain/access-token';
import type { Authorization } from '../domain/authorization';
import type { RefreshTokenFamily } from '../domain/refresh-token';

/** Which Authorizations a revocation is about; at least one field is set. */
export interface AuthorizationSelector {
  userId?: string;
  clientRef?: string;
}

/** Where Authorizations are kept. Changes are single statements that say who was first. */
export abstract class Authorizations implements Purgeable {
  abstract add(authorization: Authorization): Promise<void>;
  /** As far as it decides what works; the notes of its use may be older, where other nodes have made them. */
  abstract find(id: string): Promise<Authorization | null>;
  /** With all notes of its use. */
  abstract read(id: string): Promise<Authorization | null>;
  /** Those that a person has given to clients and that live at that moment. */
  abstract listOf(userId: string, at: EpochMs, page: PageRequest<'createdAt'>): Promise<Page<Authorization>>;
  /** The one Authorization that the client has for itself; the proposed one becomes it when there is none. */
  abstract standing(proposed: Authorization): Promise<Authorization>;
  /** Whether the same person has given the same client more than so many that are not revoked, living or not. */
  abstract areMoreThan(count: number, like: Authorization): Promise<boolean>;
  /**
   * Those with a living refresh token that the same person has given to the same client, but for the newest.
   *
   * @param next the one to compare with, which is not counted
   * @param some how many of the newest are left out, and how many are wanted at most
   * @returns ids, newest first
   */
  abstract olderThan(
    next: Authorization,
    at: EpochMs,
    some: { newest: number; limit: number },
  ): Promise<string[]>;
  /** Ends it; false when it was over already. */
  abstract revoke(id: string, at: EpochMs): Promise<boolean>;
  /** Ends all of them, and every token of standing ones; returns how many. */
  abstract revokeAll(selector: AuthorizationSelector, at: EpochMs): Promise<number>;
  /**
   * Notes at some Authorizations of a client that they ended with its epoch, by id, beginning after one. They are dead
   * already: this is for lists.
   *
   * @returns the last id that was looked at; null when there are no more
   */
  abstract markEnded(
    clientRef: string,
    at: EpochMs,
    some: { after: string; limit: number },
  ): Promise<string | null>;
  /** It brought a token at that moment, which may live until then; a later end that was noted before stays. */
  abstract noteUse(id: string, at: EpochMs, until: EpochMs): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

/** Where the families of refresh tokens are kept. */
export abstract class RefreshTokenFamilies implements Purgeable {
  abstract add(family: RefreshTokenFamily): Promise<void>;
  abstract find(familyHash: string): Promise<RefreshTokenFamily | null>;
  /** The next secret replaces the current one if that is still current; says whether this call did it. */
  abstract rotate(
    familyHash: string,
    from: string,
    to: string,
    times: { rotatedAt: EpochMs; expiresAt: EpochMs },
  ): Promise<boolean>;
  /** For clients that keep their refresh token: only the idle limit moves. */
  abstract prolong(familyHash: string, expiresAt: EpochMs): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

/** Where opaque and personal access tokens are kept, by hash. */
export abstract class AccessTokens implements Purgeable {
  abstract add(token: StoredAccessToken): Promise<void>;
  abstract findByHash(hash: string): Promise<StoredAccessToken | null>;
  /** The tokens of an Authorization may do only this from now on. */
  abstract narrow(authorizationId: string, scopes: string[]): Promise<void>;
  /** The tokens of an Authorization end at `until`. */
  abstract shorten(authorizationId: string, until: EpochMs): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

/** Single access tokens that were revoked before they expired; the others die with their Authorization. */
export abstract class RevokedTokens implements Purgeable {
  abstract add(jti: string, expiresAt: EpochMs): Promise<void>;
  abstract has(jti: string): Promise<boolean>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

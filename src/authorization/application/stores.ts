import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import type { AuthorizationCode } from '../domain/authorization-code';
import type { Consent } from '../domain/consent';
import type { PendingRequest } from '../domain/pending-request';

/** Where codes are kept, by hash. */
export abstract class AuthorizationCodes implements Purgeable {
  abstract add(code: AuthorizationCode): Promise<void>;
  abstract find(hash: string): Promise<AuthorizationCode | null>;
  /** Uses the code up; true for exactly one caller. */
  abstract redeem(hash: string, at: EpochMs): Promise<boolean>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

/** Where consents are kept: one for each person, client and API. */
export abstract class Consents {
  abstract find(userId: string, clientRef: string, resource: string): Promise<Consent | null>;
  abstract listOf(userId: string): Promise<Consent[]>;
  /** Adds scopes to what was allowed so far. */
  abstract allow(
    userId: string,
    clientRef: string,
    resource: string,
    scopes: readonly string[],
    at: EpochMs,
  ): Promise<void>;
  abstract countPeople(clientRef: string): Promise<number>;
  abstract removeOf(selector: { userId?: string; clientRef?: string }): Promise<number>;
}

/** Where requests wait while a person signs in and decides. */
export abstract class PendingRequests implements Purgeable {
  abstract add(pending: PendingRequest): Promise<void>;
  abstract find(id: string): Promise<PendingRequest | null>;
  /** Notes what the consent page shows, and the session that it is shown to. */
  abstract showTo(id: string, sessionId: string, scopes: readonly string[]): Promise<void>;
  /** Notes the session that the person goes on with. */
  abstract choose(id: string, sessionId: string): Promise<void>;
  /** Forgets the oldest of a browser's requests, down to so many. */
  abstract keepLatest(browserHash: string, count: number): Promise<void>;
  /** Takes the request away; true for exactly one caller. */
  abstract take(id: string): Promise<boolean>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

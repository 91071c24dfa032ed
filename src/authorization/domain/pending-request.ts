import type { OAuthErrorCode } from '../../shared/domain/oauth-error';
import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import type { AuthorizationRequest, ReturnAddress } from './authorization-request';

/** How long a person has to sign in and decide. */
export const PENDING_MS = 15 * 60_000;
/** How long after that the person can start the same request again, instead of going back to the app. */
const RESTARTABLE_MS = DAY_MS;

/** What a request waits for: a person to decide about it, or to sign in before its error goes back to the client. */
export type PendingContent =
  | { request: AuthorizationRequest }
  | { refusal: { code: OAuthErrorCode; description: string }; returnTo: ReturnAddress };

/**
 * A request that waits for a person, on the server's side: forms carry only its id, so that no step can be skipped,
 * swapped or fed other parameters.
 */
export class PendingRequest {
  /** The `txn` of pages and forms. */
  id!: string;
  /** SHA-256 of the browser cookie: it cannot be continued in another browser. */
  browserHash!: string;
  /** The session that the consent page was shown to. */
  sessionId!: string | null;
  /** What the consent page showed: nothing beyond it can be allowed. Null: no page was shown yet. */
  shownScopes!: string[] | null;
  /** The session that the person chose to go on with, where the app asked to choose (`prompt=select_account`). */
  chosenBy!: string | null;
  clientRef!: string;
  content!: PendingContent;
  createdAt!: EpochMs;
  /** The row is kept until then. */
  expiresAt!: EpochMs;

  constructor(values: Omit<PendingRequest, 'isOver'>) {
    Object.assign(this, values);
  }

  isOver(now: EpochMs): boolean {
    return now >= this.createdAt + PENDING_MS;
  }
}

/** A request that begins to wait now. */
export const newPendingRequest = (
  values: Pick<PendingRequest, 'id' | 'browserHash' | 'sessionId' | 'clientRef' | 'content'>,
  now: EpochMs,
): PendingRequest =>
  new PendingRequest({
    ...values,
    shownScopes: null,
    chosenBy: null,
    createdAt: now,
    expiresAt: now + PENDING_MS + RESTARTABLE_MS,
  });

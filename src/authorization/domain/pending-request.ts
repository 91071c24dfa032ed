import type { OAuthErrorCode } from '../../shared/domain/oauth-error';
import type { EpochMs } from '../../shared/domain/clock';
import type { AuthorizationRequest, ReturnAddress } from './authorization-request';

/** How long a person has to sign in and decide. */
export const PENDING_MS = 15 * 60_000;

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
  clientRef!: string;
  content!: PendingContent;
  createdAt!: EpochMs;
  expiresAt!: EpochMs;

  constructor(values: PendingRequest) {
    Object.assign(this, values);
  }
}

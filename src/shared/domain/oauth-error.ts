/** The error codes of the protocol (RFC 6749 §4.1.2.1, RFC 6749 §5.2, RFC 8707 §2, RFC 9101 §6.3). */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'access_denied'
  | 'login_required'
  | 'consent_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'temporarily_unavailable'
  | 'server_error';

interface Extra {
  /** For the log only: what really happened. It never leaves the server. */
  detail?: string;
  cause?: unknown;
  status?: number;
  /** Seconds after which another try makes sense. */
  retryAfter?: number;
}

/**
 * An answer of the protocol that refuses a request (RFC 6749 §5.2).
 *
 * `description` is for the client's developer and says what to do; it is printable ASCII.
 * `detail` and `cause` go to the log with the request id and never out.
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly status: number;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: OAuthErrorCode,
    readonly description: string,
    extra: Extra = {},
  ) {
    super(description, { cause: extra.cause });
    this.status = extra.status ?? 400;
    this.detail = extra.detail;
    this.retryAfter = extra.retryAfter;
  }

  static invalidRequest(description: string, extra?: Extra) {
    return new OAuthError('invalid_request', description, extra);
  }

  /** RFC 6749 §5.2: 401, and a challenge where the client tried the Authorization header. */
  static invalidClient(description = 'Client authentication failed', extra?: Extra) {
    return new OAuthError('invalid_client', description, { status: 401, ...extra });
  }

  static invalidGrant(description: string, extra?: Extra) {
    return new OAuthError('invalid_grant', description, extra);
  }

  static unauthorizedClient(description: string, extra?: Extra) {
    return new OAuthError('unauthorized_client', description, extra);
  }

  static unsupportedGrantType(description: string, extra?: Extra) {
    return new OAuthError('unsupported_grant_type', description, extra);
  }

  static unsupportedResponseType(description: string, extra?: Extra) {
    return new OAuthError('unsupported_response_type', description, extra);
  }

  static invalidScope(description: string, extra?: Extra) {
    return new OAuthError('invalid_scope', description, extra);
  }

  /** RFC 8707 §2. */
  static invalidTarget(description: string, extra?: Extra) {
    return new OAuthError('invalid_target', description, extra);
  }

  static accessDenied(description: string, extra?: Extra) {
    return new OAuthError('access_denied', description, extra);
  }

  static loginRequired(description = 'Nobody is signed in, and prompt=none forbids to ask') {
    return new OAuthError('login_required', description);
  }

  static consentRequired(description = 'The user has not allowed this yet, and prompt=none forbids to ask') {
    return new OAuthError('consent_required', description);
  }

  /** The body of RFC 6749 §5.2. */
  toJSON() {
    return { error: this.code, error_description: this.description };
  }
}

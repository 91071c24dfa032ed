import type { Client } from '../../clients/domain/client';

/** What the request said, for the developer who looks at the page. */
export interface SeenAddress {
  clientId: string | null;
  redirectUri: string | null;
  client: Client | null;
}

/** Client or redirect URI are not to be trusted: the person sees a page, and nobody is redirected (RFC 6749 §4.1.2.1). */
export class UntrustedRequestError extends Error {
  override readonly name = 'UntrustedRequestError';

  constructor(
    readonly what: string,
    readonly seen: SeenAddress,
  ) {
    super(what);
  }
}

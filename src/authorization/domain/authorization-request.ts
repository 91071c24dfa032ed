/** A checked authorization request (RFC 6749 §4.1.1); it is kept as JSON while the person signs in and decides. */
export interface AuthorizationRequest {
  responseType: string;
  /** Null: the default of the response type. */
  responseMode: 'query' | 'fragment';
  redirectUri: string;
  /** Whether the request named it: the token request must then repeat it (RFC 6749 §4.1.3). */
  redirectUriSent: boolean;
  /** Echoed byte for byte. */
  state: string | null;
  /** What was asked for; what is granted is decided for the person who signs in. */
  scopes: string[];
  /** URI of the API that tokens shall be for. */
  resource: string;
  codeChallenge: string | null;
  nonce: string | null;
  prompt: string[];
  /** Seconds (OpenID Connect Core §3.1.2.1). */
  maxAge: number | null;
  loginHint: string | null;
  /** Language tags that the app would like the pages in; none of them is ever refused (OpenID Connect Core §3.1.2.1). */
  uiLocales: string | null;
}

/** Where answers go once client and redirect URI are trusted. */
export type ReturnAddress = Pick<AuthorizationRequest, 'redirectUri' | 'responseMode' | 'state'>;

/**
 * The address of an authorization response (RFC 6749 §4.1.2): the redirect URI with the answer, `state` as it came
 * and `iss` (RFC 9207 §2).
 */
export function responseUrl(to: ReturnAddress, issuer: string, answer: Record<string, string>): string {
  const search = new URLSearchParams(answer);
  if (to.state !== null) search.append('state', to.state);
  search.append('iss', issuer);
  // A blank as %20, not +: readers of fragments often know only the first.
  const text = search.toString().replace(/\+/g, '%20');
  if (to.responseMode === 'fragment') return `${to.redirectUri}#${text}`;
  return to.redirectUri + (to.redirectUri.includes('?') ? '&' : '?') + text;
}

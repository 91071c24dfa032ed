export const MAX_REDIRECT_URIS = 50;
export const MAX_REDIRECT_URI_LENGTH = 2000;

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?=[/?]|$)/;
const FORBIDDEN_SCHEMES = [
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'filesystem',
  'view-source',
];

/** Why an address cannot be registered, in words for the person who typed it. */
export interface RedirectUriFault {
  code: string;
  detail: string;
}

/**
 * Says what is wrong with a redirect URI that somebody wants to register, or null when it is fine
 * (RFC 6749 §3.1.2, RFC 8252 §7).
 */
export function redirectUriFault(uri: string): RedirectUriFault | null {
  const fault = (code: string, detail: string) => ({ code, detail });
  if (uri.length > MAX_REDIRECT_URI_LENGTH) return fault('too_long', 'Use at most 2000 characters.');
  if (!/^[\x21-\x7E]+$/.test(uri))
    return fault('character_not_allowed', 'Percent-encode blanks and letters beyond ASCII.');
  if (/["<>\\^`{|}]/.test(uri))
    return fault('character_not_allowed', 'Percent-encode quotes, brackets and backslashes.');
  if (uri.includes('*')) return fault('wildcard_not_allowed', 'No * here: list each address.');
  if (uri.includes('#')) return fault('fragment_not_allowed', 'Leave out the part after #.');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1];
  if (!scheme || !URL.canParse(uri)) return fault('not_absolute', 'Write the whole address, with https://.');
  if (FORBIDDEN_SCHEMES.includes(scheme.toLowerCase())) {
    return fault('scheme_not_allowed', `${scheme.toLowerCase()}: addresses are not allowed.`);
  }
  if (/^https?$/i.test(scheme)) return webFault(uri, fault);
  if (!scheme.includes('.')) {
    return fault('scheme_not_allowed', 'Use a scheme with a dot, like com.example.app:/callback.');
  }
  return null;
}

function webFault(
  uri: string,
  fault: (code: string, detail: string) => RedirectUriFault,
): RedirectUriFault | null {
  if (!/^https?:\/\/[^/?]/i.test(uri))
    return fault('not_absolute', 'Write the whole address, with https://.');
  if (/^https?:\/\/[^/?]*@/i.test(uri))
    return fault('userinfo_not_allowed', 'Leave out the name and password before @.');
  if (/(?:^|\/)\.{1,2}(?:\/|\?|$)|%2e|%2f|%5c/i.test(uri.replace(/^https?:\/\/[^/?]*/i, '').split('?')[0]!)) {
    return fault(
      'path_not_plain',
      'Write the path without . or .. parts and without encoded slashes or dots.',
    );
  }
  if (uri.startsWith('https://') || LOOPBACK.test(uri)) return null;
  return fault('https_required', 'Use https here: http is allowed only for 127.0.0.1, [::1] and localhost.');
}

/** An http address on this very machine (RFC 8252 §7.3). */
export const isLoopback = (uri: string): boolean => LOOPBACK.test(uri);

/** Whether a web server at that address proves who asks: loopback and custom schemes prove nothing (RFC 8252 §8.6). */
export const isHttps = (uri: string): boolean => uri.startsWith('https://');

const withoutPort = (uri: string): string => uri.replace(LOOPBACK, 'http://$1');

/**
 * Whether a presented redirect URI is the registered one: the same string, letter by letter (RFC 9700 §4.1.3).
 *
 * Only the port of an http loopback address may differ, and only for public clients (RFC 8252 §7.3);
 * 127.0.0.1, [::1] and localhost each match themselves only.
 */
export function matchesRedirectUri(registered: string, presented: string, anyLoopbackPort: boolean): boolean {
  if (registered === presented) return true;
  return (
    anyLoopbackPort &&
    isLoopback(registered) &&
    isLoopback(presented) &&
    presented.length <= MAX_REDIRECT_URI_LENGTH &&
    portOf(presented) >= 1 &&
    portOf(presented) <= 65_535 &&
    withoutPort(registered) === withoutPort(presented)
  );
}

const portOf = (uri: string): number => Number(/^http:\/\/[^/?]*:(\d{1,5})(?=[/?]|$)/.exec(uri)?.[1] ?? 80);

import type { MessageKey, Values } from '../../locales/words';

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

/** Why an address cannot be registered: a code for programs, and words for the person who typed it. */
export interface RedirectUriFault {
  code: string;
  words: MessageKey;
  values?: Values;
}

const fault = (code: string, words: MessageKey, values: Values = {}) => ({ code, words, values });

/**
 * Says what is wrong with a redirect URI that somebody wants to register, or null when it is fine
 * (RFC 6749 §3.1.2, RFC 8252 §7).
 */
export function redirectUriFault(uri: string): RedirectUriFault | null {
  if (uri.length > MAX_REDIRECT_URI_LENGTH) return fault('too_long', 'fault.redirectUri.long');
  if (!/^[\x21-\x7E]+$/.test(uri)) return fault('character_not_allowed', 'fault.redirectUri.characters');
  if (/["<>\\^`{|}]/.test(uri)) return fault('character_not_allowed', 'fault.redirectUri.brackets');
  if (uri.includes('*')) return fault('wildcard_not_allowed', 'fault.redirectUri.wildcard');
  if (uri.includes('#')) return fault('fragment_not_allowed', 'fault.redirectUri.fragment');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(uri)?.[1];
  if (!scheme || !URL.canParse(uri)) return fault('not_absolute', 'fault.redirectUri.absolute');
  if (FORBIDDEN_SCHEMES.includes(scheme.toLowerCase())) {
    return fault('scheme_not_allowed', 'fault.redirectUri.forbiddenScheme', { scheme: scheme.toLowerCase() });
  }
  if (/^https?$/i.test(scheme)) return webFault(uri);
  if (!scheme.includes('.')) {
    return fault('scheme_not_allowed', 'fault.redirectUri.schemeDot');
  }
  return null;
}

function webFault(uri: string): RedirectUriFault | null {
  if (!/^https?:\/\/[^/?]/i.test(uri)) return fault('not_absolute', 'fault.redirectUri.absolute');
  if (/^https?:\/\/[^/?]*@/i.test(uri)) return fault('userinfo_not_allowed', 'fault.redirectUri.userinfo');
  if (/(?:^|\/)\.{1,2}(?:\/|\?|$)|%2e|%2f|%5c/i.test(uri.replace(/^https?:\/\/[^/?]*/i, '').split('?')[0]!)) {
    return fault('path_not_plain', 'fault.redirectUri.path');
  }
  if (uri.startsWith('https://') || LOOPBACK.test(uri)) return null;
  return fault('https_required', 'fault.redirectUri.https');
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

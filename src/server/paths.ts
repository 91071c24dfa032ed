import type { IncomingMessage } from 'node:http';
import type { Settings } from '../config/settings';

const INTERNAL = '/oauth';
const NOWHERE = '/not-found';

/**
 * Maps the paths that the outside uses to the routes: the prefixes of the setting OAUTH_PATHS to `/oauth`, and the path
 * of an issuer that has one to the root. Whole segments only, letter by letter.
 */
export function canonicalPaths(settings: Settings): (request: IncomingMessage) => string {
  const { pathname } = new URL(settings.issuer);
  const base = pathname === '/' ? null : pathname;
  const begins = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
  return ({ url = '/' }) => {
    const end = url.search(/[?#]/);
    let path = plain(end === -1 ? url : url.slice(0, end));
    // `*` and the like (RFC 9112 §3.2.4): the router would take the first letter for a slash.
    if (/^[^/]/.test(path)) return NOWHERE;
    const rest = end === -1 ? '' : url.slice(end);
    if (base && begins(path, base)) path = path.slice(base.length) || '/';
    const prefix = settings.oauthPaths.find((candidate) => begins(path, candidate));
    if (prefix !== undefined) path = INTERNAL + path.slice(prefix.length);
    else if (begins(path, INTERNAL)) path = NOWHERE;
    return path + rest;
  };
}

/**
 * One spelling for each path: without scheme and host, and without percent-encodings of characters that need none
 * (RFC 3986 §6.2.2.2). Who compares paths after this sees what the router sees.
 */
function plain(path: string): string {
  const local = /^https?:\/\//i.test(path) ? path.replace(/^https?:\/\/[^/]*/i, '') || '/' : path;
  return local.replace(/%([0-9a-f]{2})/gi, (encoded, hex: string) => {
    const character = String.fromCharCode(parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : encoded;
  });
}

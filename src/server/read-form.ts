import type { FastifyRequest } from 'fastify';
import { OAuthError } from '../shared/domain/oauth-error';
import { Problem } from '../shared/domain/problem';
import { MALFORMED, MAX_PARAMETERS, type RawParameters } from '../shared/domain/parameters';

type Done = (error: Error | null, body?: RawParameters) => void;

/** Reads application/x-www-form-urlencoded strictly: UTF-8, whole percent-encodings, a bounded number of names. */
export function readForm(
  request: Pick<FastifyRequest, 'url'>,
  body: Buffer,
  done: Done,
  most = MAX_PARAMETERS,
): void {
  // The REST API speaks JSON.
  if (/^\/v1(\/|$)/.test(request.url)) return done(new Problem('unsupported-media-type', 'Send JSON here.'));
  try {
    done(null, parseForm(body.toString('latin1'), most));
  } catch (error) {
    done(error as Error);
  }
}

/** Reads a query by the same rules; what is not well-formed is marked, and refused by whoever reads it. */
export function readQuery(text: string, most = MAX_PARAMETERS): RawParameters {
  try {
    return parseForm(text, most);
  } catch {
    return { [MALFORMED]: true } as RawParameters;
  }
}

function parseForm(text: string, most: number): RawParameters {
  const form = Object.create(null) as RawParameters;
  const pairs = text.split('&');
  if (pairs.length > most) throw OAuthError.invalidRequest(`Send at most ${most} parameters`);
  for (const pair of pairs.filter((part) => part !== '')) {
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1));
    const known = form[name];
    form[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return form;
}

/** What stands for something else, or may not stand there. */
const ENCODED = /[+%\0\x80-\xff]/;

/** Bytes beyond ASCII that are not percent-encoded are UTF-8 too: many clients send them so. */
function decode(text: string): string {
  if (!ENCODED.test(text)) return text;
  const bytes = text
    .replace(/\+/g, ' ')
    .replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
  try {
    const decoded = decodeURIComponent(bytes);
    if (decoded.includes('\0')) throw new Error('NUL');
    return decoded;
  } catch {
    throw OAuthError.invalidRequest('The parameters are not well-formed: percent-encode the values as UTF-8');
  }
}

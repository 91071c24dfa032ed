import type { FastifyInstance, FastifyRequest } from 'fastify';
import { OAuthError } from '../shared/domain/oauth-error';
import { Problem } from '../shared/domain/problem';

type Done = (error: Error | null, body?: unknown) => void;

/** The routes of Laravel Passport are the only ones below /oauth that are sent JSON. */
const FORMS_ONLY =
  /^\/(oauth(?!\/(?:clients|personal-access-tokens|tokens)(?:\/|$))|login|logout|forgot|reset|invite|setup|signup|verify)(\/|$)/;

/**
 * A reader of JSON bodies (RFC 8259): UTF-8 to the last byte, no keys that write to prototypes, a bounded depth; and no
 * JSON where forms are sent.
 *
 * @param depth objects in objects: deeper than any request of ours, and far from what exhausts a stack
 */
export function jsonReader(fastify: FastifyInstance, depth: number) {
  const parse = fastify.getDefaultJsonParser('error', 'error') as (
    request: FastifyRequest,
    body: string,
    done: Done,
  ) => void;
  return (request: FastifyRequest, body: Buffer, done: Done): void => {
    if (FORMS_ONLY.test(request.url.split('?')[0]!)) {
      const description = 'Send the parameters as application/x-www-form-urlencoded';
      return done(OAuthError.invalidRequest(description, { status: 415 }));
    }
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    } catch {
      return done(new Problem('malformed-request', 'The body is not UTF-8.'));
    }
    parse(request, text, (error, value) => {
      if (!error && isDeeper(value, depth))
        return done(new Problem('malformed-request', 'The body is nested too deeply.'));
      done(error, value);
    });
  };
}

/** Looks no further down than it needs to. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

import type { FastifyInstance } from 'fastify';
import type { Limits } from '../config/limits';
import { Problem } from '../shared/domain/problem';

/** Refuses addresses that are too long (RFC 9110 §15.5.15) and too many header fields (RFC 6585 §5). */
export function registerSizeLimits(fastify: FastifyInstance, { url, headerCount }: Limits): void {
  // After all hooks that put headers on the answer, before anything is read.
  fastify.addHook('preParsing', (request, _reply, _payload, done) => {
    const { raw } = request;
    if ((raw.url ?? '').length > url)
      return done(new Problem('uri-too-long', `The address is longer than ${url} characters.`));
    if (raw.rawHeaders.length / 2 > headerCount)
      return done(new Problem('headers-too-large', `Send at most ${headerCount} header fields.`));
    done();
  });
}

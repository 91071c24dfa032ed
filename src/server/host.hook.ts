import type { FastifyInstance } from 'fastify';
import { Problem } from '../shared/domain/problem';

/**
 * Refuses HTTP/1.1 without one Host (RFC 9112 §3.2). Node would do so itself, but with an answer that has none of our
 * headers.
 */
export function requireHost(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    const hosts = countHosts(raw.rawHeaders);
    if (hosts === 1 || (hosts === 0 && raw.httpVersion === '1.0')) return done();
    done(new Problem('malformed-request', 'Say in one Host header whom the request is for.'));
  });
}

/** @param headers names and values in turn, as they came */
function countHosts(headers: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count;
}

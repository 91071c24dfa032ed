import type { FastifyInstance } from 'fastify';
import { Problem } from '../shared/domain/problem';

/**
 * Refuses HTTP/1.1 without one Host (RFC 9112 §3.2). Node would do so itself, but with an answer that has none of our
 * headers.
 */
export function requireHost(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    const hosts = raw.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
    if (hosts.length === 1 || (hosts.length === 0 && raw.httpVersion === '1.0')) return done();
    done(new Problem('malformed-request', 'Say in one Host header whom the request is for.'));
  });
}

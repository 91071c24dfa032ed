import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings';
import { hostNameOf, isLoopbackHost } from '../shared/http/loopback-host';

/**
 * Answers 421 to any Host that is neither the issuer's nor this machine's (RFC 9110 §15.5.20): a page elsewhere whose
 * name is made to point here (DNS rebinding) must not reach secrets that everybody knows.
 */
export function answerOwnHostsOnly(fastify: FastifyInstance, settings: Settings): void {
  const own = new URL(settings.issuer).hostname;
  fastify.addHook('onRequest', (request, reply, done) => {
    const host = hostNameOf(request.headers.host);
    if (host !== null && (isLoopbackHost(host) || host === own)) return done();
    void reply
      .status(421)
      .header('Content-Type', 'text/plain; charset=utf-8')
      .send(`This demo answers at ${settings.issuer} only.\n`);
  });
}

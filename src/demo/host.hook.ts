import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings';
import { isLoopbackHost } from './demo-settings';

/**
 * Answers 421 to any Host that is neither the issuer's nor this machine's (RFC 9110 §15.5.20): a page elsewhere whose
 * name is made to point here (DNS rebinding) must not reach secrets that everybody knows.
 */
export function answerOwnHostsOnly(fastify: FastifyInstance, settings: Settings): void {
  const own = new URL(settings.issuer).hostname;
  fastify.addHook('onRequest', (request, reply, done) => {
    const host = nameOf(request.headers.host);
    if (host !== null && (isLoopbackHost(host) || host === own)) return done();
    void reply
      .status(421)
      .header('Content-Type', 'text/plain; charset=utf-8')
      .send(`This demo answers at ${settings.issuer} only.\n`);
  });
}

/** The host without its port, in lower case; null when there is none or it is malformed. */
const nameOf = (host: string | undefined): string | null =>
  /^(\[[0-9a-f:.]+\]|[^:[\]@/]+)(?::\d{1,5})?$/.exec(host?.toLowerCase() ?? '')?.[1] ?? null;

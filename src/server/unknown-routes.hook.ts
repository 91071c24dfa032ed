import type { FastifyInstance } from 'fastify';
import { Problem } from '../shared/domain/problem';

interface KnownRoute {
  pattern: RegExp;
  methods: string[];
}

/**
 * Refuses what no route answers before its body is read: 405 with `Allow` where other methods are answered
 * (RFC 9110 §15.5.6), 404 everywhere else.
 */
export function refuseUnknownRoutes(fastify: FastifyInstance): void {
  const routes: KnownRoute[] = [];
  fastify.addHook('onRoute', ({ url, method }) => {
    routes.push({ pattern: patternOf(url), methods: [method].flat() });
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) return done();
    const path = request.url.split(/[?#]/)[0]!;
    const found = routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    const allowed = [...new Set(found)].sort();
    if (allowed.length === 0 || allowed.includes(request.method)) {
      return done(new Problem('not-found', 'There is nothing at this address.'));
    }
    const headers = { Allow: allowed.join(', ') };
    done(new Problem('method-not-allowed', 'This address does not answer that method.', { headers }));
  });
}

/** Letter by letter, but for `:name` and a `*` at the end. */
function patternOf(url: string): RegExp {
  const parts = url.split(/(:\w+|\*)/).map((part, index) => {
    if (index % 2 === 0) return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    return part === '*' ? '.*' : '[^/]+';
  });
  return new RegExp(`^${parts.join('')}$`);
}

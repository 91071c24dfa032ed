import type { FastifyInstance } from 'fastify';
import { randomBase62 } from '../shared/domain/secret';
import { CONTENT_SECURITY_POLICY } from '../shared/http/content-security-policy';
import { runInRequest } from '../shared/application/request-context';

const FOREIGN_ID = /^[A-Za-z0-9_.:-]{8,64}$/;

/** Gives every request an id (a well-formed one that came with it is kept) and remembers it for logs and events. */
export function registerRequestContext(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const given = request.headers['x-request-id'];
    const requestId = typeof given === 'string' && FOREIGN_ID.test(given) ? given : `req_${randomBase62(16)}`;
    request.id = requestId;
    reply.header('X-Request-Id', requestId);
    reply.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    reply.header('Permissions-Policy', 'publickey-credentials-get=(self)');
    // Forms and queries are data of one request: caches keep nothing unless a route says so.
    reply.header('Cache-Control', 'no-store');
    runInRequest({ requestId, ip: request.ip, userAgent: request.headers['user-agent'] ?? null }, done);
  });
}

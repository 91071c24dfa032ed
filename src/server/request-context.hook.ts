import type { FastifyInstance } from 'fastify';
import { runInRequest } from '../shared/application/request-context';
import { readLanguageCookie } from '../shared/http/language-cookie';
import { requestIdFrom } from './request-id';

/** `ui_locales` (OpenID Connect Core §3.1.2.1): on every page, so that a link can name its language. */
function askedFor(query: unknown): string | null {
  const { ui_locales } = (query ?? {}) as { ui_locales?: unknown };
  return typeof ui_locales === 'string' ? ui_locales : null;
}

/**
 * Gives every request an id (a well-formed one that came with it is kept), remembers it for logs and events, and puts on
 * its answer what every answer says.
 */
export function registerRequestContext(
  fastify: FastifyInstance,
  headersOfAnswers: Readonly<Record<string, string>>,
): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const { headers } = request;
    const requestId = requestIdFrom(headers['x-request-id']);
    request.id = requestId;
    reply.headers(headersOfAnswers);
    reply.header('X-Request-Id', requestId);
    const languages = {
      asked: askedFor(request.query),
      setting: null,
      cookie: readLanguageCookie(headers.cookie),
      accepted: headers['accept-language'],
    };
    const context = {
      requestId,
      ip: request.ip,
      userAgent: headers['user-agent'] ?? null,
      page: request.method === 'GET' ? request.originalUrl : null,
      languages,
    };
    runInRequest(context, done);
  });
}

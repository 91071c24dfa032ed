import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Html } from './html';

/** Whether a browser asks: it gets pages where a program gets redirects. */
export const wantsPage = (request: FastifyRequest): boolean =>
  /\btext\/html\b/.test(request.headers.accept ?? '');

/** Sends a page. Account data and forms are never stored by caches. */
export function sendPage(reply: FastifyReply, page: Html, status = 200): void {
  void reply
    .status(status)
    .header('Content-Type', 'text/html; charset=utf-8')
    .header('Cache-Control', 'no-store')
    .send(page.text);
}

/** Redirects: 303 turns a POST into a GET (RFC 9700 §4.12), never 307. */
export function redirect(reply: FastifyReply, location: string, status: 302 | 303 = 303): void {
  void reply.status(status).header('Location', location).header('Cache-Control', 'no-store').send('');
}

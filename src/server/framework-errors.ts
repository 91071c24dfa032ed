import type { FastifyReply } from 'fastify';
import { CONTENT_SECURITY_POLICY } from '../shared/http/content-security-policy';

/** Answers addresses that the router itself cannot read. No hook has run then, and nothing of the address is repeated. */
export function answerFrameworkError(error: unknown, _request: unknown, reply: unknown): void {
  const status = (error as { statusCode?: number }).statusCode ?? 400;
  void (reply as FastifyReply)
    .status(status)
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    .header('X-Content-Type-Options', 'nosniff')
    .header('X-Frame-Options', 'DENY')
    .header('Referrer-Policy', 'no-referrer')
    .header('Cache-Control', 'no-store')
    .send(JSON.stringify({ title: 'The address cannot be read', status }));
}

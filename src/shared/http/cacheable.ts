import { sha256 } from '../domain/secret';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sends a public document that anybody may keep for a while: `max-age`, an `ETag`, 304 for those who have it, and
 * readable from any origin (it holds nothing that is not public).
 *
 * @param maxAge seconds; it bounds how long a change goes unnoticed
 */
export function sendCacheable(
  request: FastifyRequest,
  reply: FastifyReply,
  document: object,
  maxAge = 300,
): void {
  const body = JSON.stringify(document);
  const etag = `"${sha256(body).slice(0, 22)}"`;
  void reply
    .header('Cache-Control', `public, max-age=${maxAge}`)
    .header('ETag', etag)
    .header('Access-Control-Allow-Origin', '*')
    .header('Content-Type', 'application/json; charset=utf-8');
  if (request.headers['if-none-match'] === etag) void reply.status(304).send();
  else void reply.send(body);
}

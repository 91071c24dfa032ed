import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { CONTENT_SECURITY_POLICY } from '../shared/http/content-security-policy';

/** What hooks would set, where none has run. */
const HEADERS = {
  'Content-Type': 'application/problem+json; charset=utf-8',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

const BROKEN: Record<string, [status: number, title: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are too long'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time'],
};

/** Answers addresses that the router itself cannot read. No hook has run then, and nothing of the address is repeated. */
export function answerFrameworkError(error: unknown, _request: unknown, reply: unknown): void {
  const status = (error as { statusCode?: number }).statusCode ?? 400;
  void (reply as FastifyReply)
    .status(status)
    .headers(HEADERS)
    .send(JSON.stringify({ title: 'The address cannot be read', status }));
}

/** Answers what is no HTTP request at all, or one whose headers do not end; the connection ends with it. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, title] = BROKEN[error.code ?? ''] ?? [400, 'This is not an HTTP request'];
  const body = JSON.stringify({ title, status });
  const headers = { ...HEADERS, 'Content-Length': String(Buffer.byteLength(body)), Connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (socket.writable) {
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}

/** Answers who expects something else than 100-continue (RFC 9110 §10.1.1); Node would do it without our headers. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const body = JSON.stringify({ title: 'Nothing but 100-continue can be expected here', status: 417 });
  response.writeHead(417, { ...HEADERS, Connection: 'close' }).end(body);
}

import { request, type IncomingHttpHeaders } from 'node:http';
import type { TestServer } from './test-server';

/** A request as it goes over the wire: nothing is normalized or encoded on the way. */
export interface RawRequest {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
export const JSON_TYPE = { 'Content-Type': 'application/json' };

export function send(
  server: TestServer,
  { method = 'GET', path, headers = {}, body }: RawRequest,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path, headers: withLength(headers, body), agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode!,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const withLength = (headers: Record<string, string>, body: string | Buffer | undefined) =>
  body === undefined ? headers : { 'Content-Length': String(Buffer.byteLength(body)), ...headers };

/** What looks like our inside. */
const INSIDE =
  /\.(?:ts|js):\d+|node_modules|\bat \w+ \(|QueryFailed|SQLITE_|\bER_[A-Z]|SELECT |TypeError|grantor_[a-z]+_/;

/** Markup that no answer may hold as it was sent. */
export const MARKUP = `"'><img src=x onerror=alert(1)>`;

/** What is wrong with an answer, whatever was sent (S03, S11, S29, S31). */
export function faultsOf({ status, headers, body }: RawAnswer): string[] {
  const type = headers['content-type'] ?? '';
  const rules: [boolean, string][] = [
    [status >= 200 && status < 500, `status ${status}`],
    [!INSIDE.test(body), `shows its inside: ${INSIDE.exec(body)?.[0]}`],
    // In JSON a quote would be escaped, and no browser takes it for a page.
    [!/html|xml/.test(type) || !body.includes('<img src=x'), 'reflects markup'],
    [!('x-injected' in headers), 'has an injected header'],
    [headers['x-content-type-options'] === 'nosniff', 'no nosniff'],
    [/^default-src 'none'; /.test(String(headers['content-security-policy'])), 'no content security policy'],
    [headers['x-frame-options'] === 'DENY', 'may be framed'],
    [headers['referrer-policy'] !== undefined, 'no referrer policy'],
    [!('server' in headers || 'x-powered-by' in headers), 'has a banner'],
    [body === '' || /; charset=utf-8$/.test(type) || /^image\//.test(type), `content type ${type}`],
    [status < 400 || headers['cache-control'] === 'no-store', 'an error may be stored'],
  ];
  return rules.flatMap(([holds, fault]) => (holds ? [] : [fault]));
}

export function expectDecent(answer: RawAnswer, what = ''): void {
  expect({ what, faults: faultsOf(answer) }).toEqual({ what, faults: [] });
}

/** An answer of a protocol endpoint: JSON, never stored, no cookie, and errors as RFC 6749 §5.2 writes them (S30, S31, S32). */
export function expectProtocolAnswer(answer: RawAnswer, what = ''): { error?: string } {
  expectDecent(answer, what);
  expect({ what, cookie: answer.headers['set-cookie'] }).toEqual({ what, cookie: undefined });
  expect({ what, cache: answer.headers['cache-control'] }).toEqual({ what, cache: 'no-store' });
  const body = JSON.parse(answer.body) as { error?: string; error_description?: string };
  if (answer.status >= 400) {
    expect({ what, keys: Object.keys(body) }).toEqual({ what, keys: ['error', 'error_description'] });
    expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
  }
  return body;
}

/** An answer of the REST API (RFC 9457 §3). */
export function expectProblem(answer: RawAnswer, what = ''): { type: string; status: number } {
  expectDecent(answer, what);
  expect({ what, cookie: answer.headers['set-cookie'] }).toEqual({ what, cookie: undefined });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const problem = JSON.parse(answer.body) as { type: string; status: number };
  expect(problem.status).toBe(answer.status);
  return problem;
}

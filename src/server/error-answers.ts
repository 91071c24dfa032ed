import type { FastifyReply, FastifyRequest } from 'fastify';
import { UntrustedRequestError } from '../authorization/domain/untrusted-request-error';
import { OAuthError } from '../shared/domain/oauth-error';
import { Problem } from '../shared/domain/problem';
import { PageError } from '../shared/http/page-error';
import type { KnownError } from './classify-error';

/** To an OAuth client: the JSON of RFC 6749 §5.2. */
export function answerClient(known: KnownError | null, reply: FastifyReply): void {
  const error = known instanceof OAuthError ? known : oauthErrorFor(known);
  if (known instanceof Problem) reply.headers(known.headers);
  if (error.code === 'invalid_client')
    reply.header('WWW-Authenticate', 'Basic realm="oauth", charset="UTF-8"');
  if (error.retryAfter !== undefined) reply.header('Retry-After', String(error.retryAfter));
  reply.header('Pragma', 'no-cache').header('Content-Type', 'application/json; charset=utf-8');
  void reply.status(error.status).send(JSON.stringify(error));
}

function oauthErrorFor(known: KnownError | null): OAuthError {
  if (!(known instanceof Problem))
    return new OAuthError('server_error', 'Something went wrong on our side', { status: 500 });
  const code = known.status >= 500 ? 'temporarily_unavailable' : 'invalid_request';
  return new OAuthError(code, known.detail, { status: known.status });
}

/** To a program at the REST API: problem details (RFC 9457 §3). */
export function answerProgram(
  known: KnownError | null,
  request: FastifyRequest,
  reply: FastifyReply,
  base: string,
): void {
  const problem = known instanceof Problem ? known : problemFor(known);
  const body = {
    type: `${base}/problems/${problem.slug}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    instance: request.id,
    ...(problem.errors && { errors: problem.errors }),
  };
  reply.headers(problem.headers).header('Content-Type', 'application/problem+json; charset=utf-8');
  void reply.status(problem.status).send(JSON.stringify(body));
}

const problemFor = (known: KnownError | null): Problem =>
  known
    ? new Problem('malformed-request', known.message)
    : new Problem('internal', 'Something went wrong on our side.');

/** What an error page says. */
export interface ErrorWords {
  status: number;
  title: string;
  text: string;
  facts: [label: string, value: string][];
  next: { label: string; href: string } | null;
}

const HOME = { label: 'Go to the start page', href: '/' };

/** To a person: plain words, and what to do next. */
export function wordsFor(known: KnownError | null): ErrorWords {
  if (known instanceof UntrustedRequestError) return wordsForUntrusted(known);
  const facts: [string, string][] = [];
  const next = HOME;
  if (known instanceof PageError) {
    return {
      status: known.status,
      title: known.title,
      text: known.explanation,
      facts,
      next: known.next ?? HOME,
    };
  }
  const status = known?.status ?? 500;
  if (status === 404) {
    const text = 'The address may be mistyped, or the page has moved.';
    return { status, title: 'There is nothing here', text, facts, next };
  }
  if (status === 503) {
    const text = 'The server cannot answer right now. Nothing is lost. Try again in a few seconds.';
    return { status, title: 'One moment, please', text, facts, next };
  }
  if (status >= 500) {
    const text = 'Something went wrong on our side. Try again; if it stays, tell us the request id below.';
    return { status, title: 'Something went wrong', text, facts, next };
  }
  return { status, title: 'This request cannot be answered', text: known!.message, facts, next };
}

function wordsForUntrusted({ what, seen }: UntrustedRequestError): ErrorWords {
  return {
    status: 400,
    title: 'This link does not work',
    text:
      "The app you came from sent us a sign-in request we can't accept, so we stopped here and did not send you " +
      'back to it. Nothing was shared.',
    facts: [
      ['error', 'invalid_request'],
      ['what', what],
      ['client_id', seen.clientId ?? '(none)'],
      ['sent', seen.redirectUri ?? '(no redirect_uri)'],
    ],
    next: HOME,
  };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { type UntrustedRequestError } from '../authorization/domain/untrusted-request-error';
import type { UntrustedRequestView } from '../pages/templates/untrusted-request';
import type { User } from '../users/domain/user';
import { OAuthError } from '../shared/domain/oauth-error';
import { Problem } from '../shared/domain/problem';
import { type Message, say } from '../locales/words';
import { currentLanguage } from '../shared/application/request-context';
import { type NextStep, PageError } from '../shared/http/page-error';
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
    ...problem.members,
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

const HOME: NextStep = { label: 'action.home', href: '/' };

const spoken = ({ key, values }: Message): string => say(currentLanguage(), key, values);

const step = ({ label, href }: NextStep) => ({ label: spoken({ key: label }), href });

/** To a person: plain words, and what to do next. */
export function wordsFor(known: Exclude<KnownError, UntrustedRequestError> | null): ErrorWords {
  if (known instanceof PageError) {
    const { status, title, text, next } = known;
    return { status, title: spoken(title), text: spoken(text), facts: [], next: step(next ?? HOME) };
  }
  const status = known?.status ?? 500;
  if (status === 404 || status === 405) return { ...wordsFor(PageError.notFound()), status };
  if (status === 429) return wordsFor(new PageError(429, 'error.tooMany'));
  if (status === 503) return wordsFor(new PageError(503, 'error.unavailable'));
  if (status >= 500) return wordsFor(new PageError(status, 'error.internal'));
  const title = spoken({ key: 'error.refused.title' });
  return { status, title, text: known!.message, facts: [], next: step(HOME) };
}

/** To a person whom an app has sent with a request that nobody can be answered. Who owns the app sees more. */
export function untrustedView(
  { what, seen }: UntrustedRequestError,
  user: User | null,
): Omit<UntrustedRequestView, 'requestId' | 'at'> {
  const { client, clientId, redirectUri: sent } = seen;
  const isOwner = client !== null && user !== null && client.ownerId === user.id;
  const maySee = client !== null && (isOwner || user?.role === 'admin');
  const query = new URLSearchParams({ add_redirect_uri: sent ?? '' });
  const addHref =
    isOwner && sent !== null
      ? `/settings/apps/${encodeURIComponent(client.id)}?${query.toString()}#redirect-uris`
      : null;
  return { what, clientId, sent, owned: maySee ? { registered: client.redirectUris, addHref } : null };
}

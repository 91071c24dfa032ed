import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { StaleRequestError } from '../authorization/application/waiting-room';
import { UntrustedRequestError } from '../authorization/domain/untrusted-request-error';
import { isUnavailable } from '../database/retry';
import { Settings } from '../config/settings';
import { Pages } from '../pages/pages';
import { sendPage } from '../pages/reply';
import { OAuthError } from '../shared/domain/oauth-error';
import { Problem, type ProblemSlug } from '../shared/domain/problem';
import { PageError } from '../shared/http/page-error';
import { HashingBusyError } from '../users/application/password-hasher';

/** Who reads the error: an OAuth client, a program at the REST API, or a person. */
type Audience = 'oauth' | 'api' | 'page';

const SLUGS: Record<number, ProblemSlug> = {
  400: 'malformed-request',
  401: 'unauthenticated',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'payload-too-large',
  414: 'payload-too-large',
  415: 'unsupported-media-type',
  429: 'rate-limited',
  431: 'payload-too-large',
  503: 'unavailable',
};

const DETAILS: Partial<Record<ProblemSlug, string>> = {
  'malformed-request': 'The body is not well-formed.',
  'not-found': 'There is nothing at this address.',
  'payload-too-large': 'The request is too large.',
  'unsupported-media-type': 'This kind of content is not read here.',
  unavailable: 'The server cannot answer right now. Try again in a few seconds.',
};

/** Answers every error in the shape that its reader understands, and logs what the reader must not see. */
@Catch()
@Injectable()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');

  constructor(
    private readonly pages: Pages,
    private readonly settings: Settings,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    reply.header('Cache-Control', 'no-store');
    const known = this.classify(error);
    if (known === null) this.log(error, request);
    const audience = audienceOf(request.url);
    if (audience === 'oauth') return this.answerClient(known, request, reply);
    if (audience === 'api') return this.answerProgram(known, request, reply);
    this.answerPerson(known, request, reply);
  }

  /** Errors that we expect; null for the others, of which nothing is told. */
  private classify(error: unknown): OAuthError | Problem | PageError | UntrustedRequestError | null {
    if (error instanceof OAuthError || error instanceof Problem || error instanceof PageError) return error;
    if (error instanceof UntrustedRequestError) return error;
    if (error instanceof StaleRequestError)
      return PageError.staleForm('the transaction is over, unknown or not theirs');
    if (error instanceof HashingBusyError || isUnavailable(error)) {
      this.logger.warn({ message: 'unavailable', error: (error as Error).message });
      return new Problem('unavailable', DETAILS.unavailable!, { headers: { 'Retry-After': '5' } });
    }
    const status =
      error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown })?.statusCode;
    const slug = typeof status === 'number' ? SLUGS[status] : undefined;
    return slug ? new Problem(slug, DETAILS[slug] ?? 'The request cannot be answered.') : null;
  }

  /** RFC 6749 §5.2. */
  private answerClient(
    known: ReturnType<ErrorFilter['classify']>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const error =
      known instanceof OAuthError
        ? known
        : known instanceof Problem
          ? new OAuthError(codeFor(known.status), known.detail, { status: known.status })
          : new OAuthError('server_error', 'Something went wrong on our side', { status: 500 });
    if (known instanceof Problem) reply.headers(known.headers);
    if (error.code === 'invalid_client')
      reply.header('WWW-Authenticate', 'Basic realm="oauth", charset="UTF-8"');
    if (error.retryAfter !== undefined) reply.header('Retry-After', String(error.retryAfter));
    if (error.detail) this.logger.warn({ message: error.detail, request_id: request.id });
    reply.header('Pragma', 'no-cache').header('Content-Type', 'application/json; charset=utf-8');
    void reply.status(error.status).send(JSON.stringify(error));
  }

  /** RFC 9457 §3. */
  private answerProgram(
    known: ReturnType<ErrorFilter['classify']>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const problem =
      known instanceof Problem
        ? known
        : known
          ? new Problem('malformed-request', known.message)
          : new Problem('internal', 'Something went wrong on our side.');
    reply.headers(problem.headers).header('Content-Type', 'application/problem+json; charset=utf-8');
    const body = {
      type: this.settings.url(`/problems/${problem.slug}`),
      title: problem.title,
      status: problem.status,
      detail: problem.detail,
      instance: request.id,
      ...(problem.errors && { errors: problem.errors }),
    };
    void reply.status(problem.status).send(JSON.stringify(body));
  }

  private answerPerson(
    known: ReturnType<ErrorFilter['classify']>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const requestId = request.id;
    const at = new Date();
    if (known instanceof UntrustedRequestError) {
      const text =
        "The app you came from sent us a sign-in request we can't accept, so we stopped here and did not send you back to it. Nothing was shared.";
      const { clientId, redirectUri } = known.seen;
      const facts: [string, string][] = [
        ['error', 'invalid_request'],
        ['what', known.what],
        ['client_id', clientId ?? '(none)'],
        ['redirect_uri', redirectUri ?? '(none)'],
      ];
      const next = { label: 'Go to the start page', href: '/' };
      return sendPage(
        reply,
        this.pages.error({ title: 'This link does not work', text, next, facts, requestId, at }),
        400,
      );
    }
    if (known instanceof PageError) {
      if (known.detail) this.logger.warn({ message: known.detail, request_id: requestId });
      const facts = Object.entries(known.facts);
      const { title, explanation: text, next, status } = known;
      return sendPage(reply, this.pages.error({ title, text, next, facts, requestId, at }), status);
    }
    const { status, title, text, headers } = wordsFor(known);
    reply.headers(headers);
    const next = { label: 'Go to the start page', href: '/' };
    sendPage(reply, this.pages.error({ title, text, next, facts: [], requestId, at }), status);
  }

  /** Database errors carry statements and values: only their code is logged. */
  private log(error: unknown, request: FastifyRequest): void {
    const line =
      error instanceof QueryFailedError
        ? { error: 'QueryFailedError', code: (error.driverError as { code?: unknown }).code }
        : {
            error: error instanceof Error ? error.name : 'unknown',
            message: String((error as Error)?.message),
          };
    const stack = error instanceof Error && !(error instanceof QueryFailedError) ? error.stack : undefined;
    this.logger.error({ ...line, request_id: request.id, stack });
  }
}

function audienceOf(url: string): Audience {
  const path = url.split('?')[0]!;
  if (/^\/oauth\/(token|revoke|introspect)(\/|$)/.test(path)) return 'oauth';
  return /^\/(v1|health|\.well-known|openapi\.json|assets|metrics)(\/|$)/.test(path) ? 'api' : 'page';
}

const codeFor = (status: number) =>
  status >= 500 ? ('temporarily_unavailable' as const) : ('invalid_request' as const);

function wordsFor(known: OAuthError | Problem | null) {
  const headers = known instanceof Problem ? known.headers : {};
  const status = known?.status ?? 500;
  if (status === 404) return { ...words(PageError.notFound()), headers };
  if (status === 503) {
    const text = 'The server cannot answer right now. Nothing is lost. Try again in a few seconds.';
    return { status, title: 'One moment, please', text, headers };
  }
  if (status >= 500) {
    const text = 'Something went wrong on our side. Try again; if it stays, tell us the request id below.';
    return { status, title: 'Something went wrong', text, headers };
  }
  return { status, title: 'This request cannot be answered', text: `${known!.message}`, headers };
}

const words = (error: PageError) => ({ status: error.status, title: error.title, text: error.explanation });

import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UntrustedRequestError } from '../authorization/domain/untrusted-request-error';
import { Settings } from '../config/settings';
import { Pages } from '../pages/pages';
import { redirect, sendPage } from '../pages/reply';
import { type Counter, Metrics } from '../shared/application/metrics';
import { OAuthError } from '../shared/domain/oauth-error';
import { Problem } from '../shared/domain/problem';
import { PageRedirect } from '../shared/http/page-redirect';
import { PageError } from '../shared/http/page-error';
import { classifyError, type KnownError } from './classify-error';
import { visitorOf } from '../sessions/visitor';
import { answerClient, answerProgram, untrustedView, wordsFor } from './error-answers';
import { errorFields } from './error-fields';

/** The JSON routes of Laravel Passport. */
const FOR_SCRIPTS = /^\/oauth\/(clients|scopes|personal-access-tokens|tokens|csrf-token)(\/|$)/;

/** Answers every error in the shape that its reader understands, and logs what the reader must not see. */
@Catch()
@Injectable()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('Errors');
  private readonly refusals: Counter;

  constructor(
    private readonly pages: Pages,
    private readonly settings: Settings,
    metrics: Metrics,
  ) {
    this.refusals = metrics.counter(
      'grantor_refusals_total',
      'Requests that were refused, by the word for it.',
    );
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof PageRedirect) return redirect(reply, error.location);
    const known = classifyError(error);
    this.log(error, known, request);
    this.refusals.add({ error: wordFor(known) });
    reply.header('Cache-Control', 'no-store');
    const path = request.url.split(/[?#]/)[0]!;
    if (/^\/oauth\/(token|revoke|introspect)(\/|$)/.test(path)) return answerClient(known, reply);
    if (/^\/(v1|health|metrics|\.well-known|assets)(\/|$)/.test(path)) {
      return answerProgram(known, request, reply, this.settings.issuer);
    }
    if (this.settings.passportRoutes && FOR_SCRIPTS.test(path)) {
      return answerProgram(known, request, reply, this.settings.issuer);
    }
    if (known instanceof UntrustedRequestError) {
      const view = untrustedView(known, visitorOf(request).signedIn?.user ?? null);
      const page = this.pages.untrustedRequest({ ...view, requestId: request.id, at: new Date() });
      return sendPage(reply, page, 400);
    }
    const { status, ...words } = wordsFor(known);
    if (known instanceof Problem || known instanceof PageError) reply.headers(known.headers);
    sendPage(reply, this.pages.error({ ...words, requestId: request.id, at: new Date() }), status);
  }

  private log(error: unknown, known: KnownError | null, request: FastifyRequest): void {
    const request_id = request.id;
    if (known === null) {
      this.logger.error({ ...errorFields(error), request_id });
    } else if (known instanceof Problem) {
      if (known.status === 503) this.logger.warn({ message: 'unavailable', ...reasonOf(error), request_id });
    } else if (!(known instanceof UntrustedRequestError) && known.detail) {
      this.logger.warn({ message: known.detail, request_id });
    }
  }
}

/** Who cannot be answered now is told of often: without a stack. */
const reasonOf = (error: unknown) => ({ ...errorFields(error), stack: undefined });

function wordFor(known: KnownError | null): string {
  if (known instanceof OAuthError) return known.code;
  if (known instanceof Problem) return known.slug;
  return known === null ? 'internal' : 'page';
}

import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { Once } from '../idempotency/application/once';
import type { KeptAnswer } from '../idempotency/domain/idempotency-key';
import { Problem } from '../shared/domain/problem';
import type { BearerRequest } from './bearer.strategy';
import { partyOf } from './caller';
import { ShowsSecret } from './decorators';

type SecretNote = 'always' | 'sometimes' | undefined;

const FORM = /^[\x21-\x7e]{1,255}$/;
const KEPT_HEADERS = ['location', 'etag'];

/**
 * `Idempotency-Key` on every POST of the REST API: sent again within 24 hours, it gets the same answer and nothing is
 * done twice. Two at the same moment get the same answer too: the second waits for the first.
 *
 * Answers with a secret are not kept, because that would keep the secret.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly once: Once,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<BearerRequest>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined) return next.handle();
    if (typeof key !== 'string' || !FORM.test(key)) throw malformedKey();
    const shows = this.reflector.get(ShowsSecret, context.getHandler()) as SecretNote;
    const mayKeep = (result: unknown) =>
      shows === undefined || (shows === 'sometimes' && !holdsSecret(result));
    return from(this.doOnce(key, mayKeep, request, http.getResponse<FastifyReply>(), next));
  }

  private async doOnce(
    key: string,
    mayKeep: (result: unknown) => boolean,
    request: BearerRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const { id, type } = partyOf(request.user!);
    const what = JSON.stringify([request.url, request.body ?? null]);
    const outcome = await this.once.run({ by: `${type} ${id}`, key, request: what }, async () => {
      const result: unknown = await firstValueFrom(next.handle(), { defaultValue: undefined });
      const resource = String(reply.getHeader('location') ?? request.url);
      return { result, resource, answer: mayKeep(result) ? keptAnswer(reply, result) : null };
    });
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'reused') {
      throw new Problem('idempotency-key-reused', 'This key was sent with another address or body before.');
    }
    if (!outcome.answer) throw alreadyDelivered(outcome.resource);
    return replay(reply, outcome.answer);
  }
}

const holdsSecret = (result: unknown): boolean =>
  typeof result === 'object' && result !== null && 'secret_shown_once' in result;

function keptAnswer(reply: FastifyReply, result: unknown): KeptAnswer {
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = reply.getHeader(name);
    return value === undefined ? [] : [[name, String(value)]];
  });
  return {
    status: reply.statusCode,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: result === undefined ? '' : JSON.stringify(result),
  };
}

function replay(reply: FastifyReply, { status, headers, body }: KeptAnswer): unknown {
  void reply.status(status).headers({ ...headers, 'Idempotency-Replayed': 'true' });
  return body === '' ? undefined : JSON.parse(body);
}

const alreadyDelivered = (resource: string) =>
  new Problem('secret-already-delivered', 'This was done before, and its secret was delivered then.', {
    members: { resource },
  });

function malformedKey(): Problem {
  const detail = 'Use 1 to 255 printable ASCII characters without blanks.';
  return new Problem('validation-failed', detail, {
    errors: [{ pointer: '/Idempotency-Key', code: 'invalid', detail }],
  });
}

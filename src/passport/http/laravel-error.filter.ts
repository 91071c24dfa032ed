import { type ArgumentsHost, Catch, type ExceptionFilter, UnauthorizedException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { PageError } from '../../shared/http/page-error';
import { CsrfMismatch } from './csrf-mismatch';

type Refusal = UnauthorizedException | CsrfMismatch | Problem | PageError;

/** Where Laravel answers with another status than our REST API does. */
const STATUS: Partial<Record<Problem['slug'], number>> = {
  'validation-failed': 422,
  'reauthentication-required': 423,
};

/** How the fields are called in Laravel's forms. */
const FIELDS: Record<string, string> = { redirect_uris: 'redirect' };

/** Says what is wrong as Laravel does: `{ message, errors: { field: [words] } }`. */
@Catch(UnauthorizedException, CsrfMismatch, Problem, PageError)
export class LaravelErrorFilter implements ExceptionFilter<Refusal> {
  catch(error: Refusal, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.header('Cache-Control', 'no-store');
    if (error instanceof UnauthorizedException) return send(reply, 401, 'Unauthenticated.');
    if (error instanceof CsrfMismatch) return send(reply, 419, 'CSRF token mismatch.');
    void reply.headers(error.headers);
    if (error instanceof Problem) {
      return send(reply, STATUS[error.slug] ?? error.status, error.detail, error.errors);
    }
    send(
      reply,
      error.status,
      error.status === 403 ? 'The request does not come from our own pages.' : error.message,
    );
  }
}

function send(reply: FastifyReply, status: number, message: string, errors?: readonly FieldError[]): void {
  const fields = errors && Object.fromEntries(byField(errors));
  void reply.status(status).send({ message, ...(fields && { errors: fields }) });
}

function byField(errors: readonly FieldError[]): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const { pointer, detail } of errors) {
    const name = pointer.split('/')[1] ?? 'name';
    const field = FIELDS[name] ?? name;
    fields.set(field, [...(fields.get(field) ?? []), detail]);
  }
  return fields;
}

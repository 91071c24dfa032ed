import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OAuthError } from '../domain/oauth-error';
import { Parameters } from '../domain/parameters';

/**
 * The form body of a protocol request (RFC 6749 appendix B): nothing is read from the query, and no other kind of
 * content (RFC 6749 §3.2).
 */
export const FormBody = createParamDecorator((_: unknown, context: ExecutionContext): Parameters => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const type = request.headers['content-type']?.split(';')[0]!.trim().toLowerCase();
  if (type !== undefined && type !== 'application/x-www-form-urlencoded') {
    throw OAuthError.invalidRequest('Send the parameters as application/x-www-form-urlencoded', {
      status: 415,
    });
  }
  return new Parameters(request.body);
});

import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { Problem } from '../shared/domain/problem';
import { type Caller, hasScope } from '../tokens/domain/caller';
import { AUDIENCE, type BearerRequest } from './bearer.strategy';
import { ForAudience, requiredScopes } from './decorators';

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '')}"`;

/**
 * Protects a resource API: a Bearer token in the Authorization header and nowhere else (RFC 6750 §2.1), alive, meant
 * for this API, with every scope that the route asks for.
 */
@Injectable()
export class BearerGuard extends AuthGuard('grantor-bearer') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<BearerRequest>();
    const targets = [context.getHandler(), context.getClass()];
    const scopes = requiredScopes(this.reflector, targets);
    this.requireHeader(request, scopes);
    const audience = this.reflector.getAllAndOverride(ForAudience, targets);
    if (audience) request[AUDIENCE] = audience;
    await super.canActivate(context);
    requireScopes(request.user!, scopes);
    return true;
  }

  /** Only the header is shown to the strategy: it would take tokens from query and body too. */
  override getRequest(context: ExecutionContext): object {
    const request = context.switchToHttp().getRequest<BearerRequest>();
    return Object.create(request, {
      headers: { value: { authorization: request.headers.authorization } },
      query: { value: {} },
      body: { value: {} },
    }) as object;
  }

  override handleRequest<T>(
    error: unknown,
    caller: T | false | null,
    _info: unknown,
    context: ExecutionContext,
  ): T {
    if (error) throw error;
    if (!caller)
      throw invalidToken('The access token is unknown, expired, revoked, or meant for another API.');
    context.switchToHttp().getRequest<{ user: T }>().user = caller;
    return caller;
  }

  /** Without credentials the challenge says nothing about an error (RFC 6750 §3.1). */
  private requireHeader({ headers }: BearerRequest, scopes: readonly string[]): void {
    const { authorization } = headers;
    const scope = scopes.length > 0 ? `, scope=${quoted(scopes.join(' '))}` : '';
    if (authorization === undefined || !/^Bearer(?: |$)/i.test(authorization)) {
      throw new Problem('unauthenticated', 'Send an access token: Authorization: Bearer <token>', {
        headers: { 'WWW-Authenticate': `Bearer realm="api"${scope}` },
      });
    }
    if (!/^Bearer [A-Za-z0-9._~+/-]+=*$/i.test(authorization)) {
      throw invalidToken('The Authorization header is not "Bearer", a blank and one token.');
    }
  }
}

function requireScopes(caller: Caller, scopes: readonly string[]): void {
  if (scopes.every((scope) => hasScope(caller, scope))) return;
  const needed = scopes.join(' ');
  throw new Problem('insufficient-scope', `The token needs the scope ${needed}.`, {
    headers: {
      'WWW-Authenticate': `Bearer realm="api", error="insufficient_scope", error_description="The token lacks a scope", scope=${quoted(needed)}`,
    },
  });
}

function invalidToken(detail: string): Problem {
  return new Problem('unauthenticated', detail, {
    headers: {
      'WWW-Authenticate': `Bearer realm="api", error="invalid_token", error_description=${quoted(detail)}`,
    },
  });
}

import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { hasScope } from '../tokens/domain/caller';
import { type BearerQuestion, type BearerRequest, RESOLVE } from './bearer.strategy';
import { credentialsMissing, insufficientScope, invalidToken } from './challenges';
import { CallerResolver } from './caller-resolver';
import { ForAudience, requiredScopes } from './decorators';

/**
 * Protects a resource API: a Bearer token in the Authorization header and nowhere else (RFC 6750 §2.1), alive, meant
 * for this API, with every scope that the route asks for.
 */
@Injectable()
export class BearerGuard extends AuthGuard('grantor-bearer') {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: CallerResolver,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<BearerRequest>();
    const scopes = requiredScopes(this.reflector, targetsOf(context));
    requireHeader(request.headers.authorization, scopes);
    await super.canActivate(context);
    if (!scopes.every((scope) => hasScope(request.user!, scope))) throw insufficientScope(scopes);
    return true;
  }

  /** Only the header is shown to the strategy: it would take tokens from query and body too. */
  override getRequest(context: ExecutionContext): BearerQuestion {
    const request = context.switchToHttp().getRequest<BearerRequest>();
    const audience = this.reflector.getAllAndOverride(ForAudience, targetsOf(context)) ?? null;
    return {
      headers: { authorization: request.headers.authorization },
      query: {},
      body: {},
      [RESOLVE]: (token) => this.callers.resolve(token, audience, request.ip),
    };
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
}

const targetsOf = (context: ExecutionContext) => [context.getHandler(), context.getClass()];

/** One token in the header, in the form of RFC 6750 §2.1. */
function requireHeader(authorization: string | undefined, scopes: readonly string[]): void {
  if (authorization === undefined || !/^Bearer(?: |$)/i.test(authorization)) throw credentialsMissing(scopes);
  if (!/^Bearer [A-Za-z0-9._~+/-]+=*$/i.test(authorization)) {
    throw invalidToken('The Authorization header is not "Bearer", a blank and one token.');
  }
}

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Caller } from '../tokens/domain/caller';
import type { BearerRequest } from './bearer.strategy';

const RequiredScopes = Reflector.createDecorator<readonly string[]>();

/** The scopes that a route needs, all of them: `@RequireScopes('read:projects')`. On a class for all its routes. */
export const RequireScopes = (...scopes: string[]) => RequiredScopes(scopes);

/** The audience that a route's tokens must have, where it is not the default API: `@ForAudience('https://…')`. */
export const ForAudience = Reflector.createDecorator<string>();

/**
 * The answer holds a secret: it is never kept, not even to be given again. `@ShowsSecret('sometimes')`: it is kept when
 * it does not say `secret_shown_once`.
 */
export const ShowsSecret = Reflector.createDecorator<'always' | 'sometimes'>({
  transform: (when: 'always' | 'sometimes' | undefined) => when ?? 'always',
});

/** What `RequireScopes` has noted, for the guard. */
export const requiredScopes = (
  reflector: Reflector,
  targets: Parameters<Reflector['getAllAndOverride']>[1],
) => reflector.getAllAndOverride(RequiredScopes, targets) ?? [];

/** Whoever presented the token; only on routes with `BearerGuard`. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { user } = context.switchToHttp().getRequest<BearerRequest>();
  if (!user) throw new Error('This route needs BearerGuard');
  return user;
});

import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Csrf } from '../../sessions/application/csrf';
import { signedInPurpose, type Visitor } from '../../sessions/domain/visitor';
import { SameOriginGuard } from '../../sessions/same-origin.guard';
import { visitorOf } from '../../sessions/visitor';
import { Problem } from '../../shared/domain/problem';
import { CsrfMismatch } from './csrf-mismatch';

/** What the token for these routes is for; it dies with the session. */
const PURPOSE = 'passport routes';

/** The header of Laravel's own front ends, and the one that axios fills from a cookie. */
const HEADERS = ['x-csrf-token', 'x-xsrf-token'];

const GivesToken = Reflector.createDecorator<boolean>();

/** The one route that has to be asked without the token: it gives it. */
export const GivesCsrfToken = () => SetMetadata(GivesToken.KEY, true);

/** The token that scripts of ours send with every request to these routes. */
export const scriptToken = (csrf: Csrf, visitor: Visitor): string =>
  csrf.token(visitor.browser, signedInPurpose(PURPOSE, visitor));

/**
 * Lets only a signed-in person's browser pass, and of what runs there only scripts of our own origin (ASVS 3.5.1):
 * reads too, because what they show is not for other sites.
 */
@Injectable()
export class OwnScriptGuard implements CanActivate {
  constructor(
    private readonly csrf: Csrf,
    private readonly sameOrigin: SameOriginGuard,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const visitor = visitorOf(request);
    if (!visitor.signedIn) throw new UnauthorizedException();
    this.sameOrigin.canActivate(context);
    if (!this.reflector.get(GivesToken, context.getHandler())) this.requireToken(request, visitor);
    requireJson(request);
    return true;
  }

  private requireToken({ headers }: FastifyRequest, visitor: Visitor): void {
    const sent = HEADERS.map((name) => headers[name]).find((value) => value !== undefined);
    const token = typeof sent === 'string' ? sent : null;
    if (!this.csrf.matches(visitor.browser, signedInPurpose(PURPOSE, visitor), token))
      throw new CsrfMismatch();
  }
}

/** Forms are what another site can send; scripts send JSON. */
function requireJson({ body, headers }: FastifyRequest): void {
  if (body === undefined || body === null || /^application\/json\b/i.test(headers['content-type'] ?? ''))
    return;
  throw new Problem('unsupported-media-type', 'Send JSON.');
}

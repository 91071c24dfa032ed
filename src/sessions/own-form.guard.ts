import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Parameters } from '../shared/domain/parameters';
import { PageError } from '../shared/http/page-error';
import { Csrf } from './application/csrf';
import { signedInPurpose } from './domain/visitor';
import { SameOriginGuard } from './same-origin.guard';
import { visitorOf } from './visitor';

/** The purpose of every form on the pages behind the sign-in; its token dies with the session. */
export const OWN_FORM = 'settings';

/**
 * Refuses every form of the pages behind the sign-in that we have not made for this session (ASVS 3.5.1). It guards
 * whole controllers, so that no route can forget it.
 */
@Injectable()
export class OwnFormGuard implements CanActivate {
  constructor(
    private readonly csrf: Csrf,
    private readonly sameOrigin: SameOriginGuard,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method === 'GET' || request.method === 'HEAD') return true;
    this.sameOrigin.canActivate(context);
    const purpose = signedInPurpose(OWN_FORM, visitorOf(request));
    const token = new Parameters(request.body).oneOrNull('csrf');
    if (this.csrf.matches(visitorOf(request).browser, purpose, token)) return true;
    const section = /^\/[a-z]+(?:\/[a-z]+)?/.exec(request.url)?.[0] ?? '/';
    throw PageError.staleForm('csrf token of a settings form does not fit', {
      label: 'action.reload',
      href: section,
    });
  }
}

import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings';
import { PageError } from '../shared/http/page-error';

/**
 * Refuses form posts that another site has sent (ASVS 3.5.1): `Sec-Fetch-Site` or `Origin` must say that it is ours.
 *
 * A program that sends neither header passes: it is no browser, and the CSRF token is still asked for.
 */
@Injectable()
export class SameOriginGuard implements CanActivate {
  private readonly origin: string;

  constructor(settings: Settings) {
    this.origin = new URL(settings.issuer).origin;
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers, host, protocol } = context.switchToHttp().getRequest<FastifyRequest>();
    const site = headers['sec-fetch-site'];
    const ours = [this.origin, `${protocol}://${host}`];
    const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
    // Pages whose address holds a secret send no referrer, and then no origin either: the browser itself vouches for them.
    const withheld = headers.origin === 'null' && site === 'same-origin';
    const foreignOrigin = headers.origin !== undefined && !ours.includes(headers.origin) && !withheld;
    if (foreignSite || foreignOrigin) throw PageError.staleForm('cross-origin form post');
    return true;
  }
}

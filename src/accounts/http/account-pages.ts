import {
  applyDecorators,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Csrf } from '../../sessions/application/csrf';
import { SameOriginGuard } from '../../sessions/same-origin.guard';
import { VisitorGuard, visitorOf } from '../../sessions/visitor';
import { Parameters } from '../../shared/domain/parameters';
import { PageError } from '../../shared/http/page-error';
import { AccountFormLimit } from '../application/account-form-limit';
import { AccountFeatures } from '../application/account-features';

/** The purpose of the forms of these pages; their tokens are bound to the browser, as nobody is signed in yet. */
export const ACCOUNT_FORM = 'account';

/**
 * Guards the pages for people who are not signed in: they are there only where we keep the people, their forms are
 * ours, and their addresses, which may hold the secret of a link, are told to nobody.
 */
@Injectable()
export class AccountGuard implements CanActivate {
  constructor(
    private readonly features: AccountFeatures,
    private readonly csrf: Csrf,
    private readonly sameOrigin: SameOriginGuard,
    private readonly limit: AccountFormLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    void context.switchToHttp().getResponse<FastifyReply>().header('Referrer-Policy', 'no-referrer');
    if (!this.features.isLocal) throw PageError.notFound();
    if (request.method === 'GET' || request.method === 'HEAD') return true;
    this.sameOrigin.canActivate(context);
    const token = new Parameters(request.body).oneOrNull('csrf');
    if (!this.csrf.matches(visitorOf(request).browser, ACCOUNT_FORM, token))
      throw PageError.staleForm('csrf token of an account form does not fit');
    await this.limit.take(request.ip);
    return true;
  }
}

/** Pages for people who are not signed in, behind `AccountGuard`. */
export const AccountPages = (path: string) =>
  applyDecorators(Controller(path), UseGuards(VisitorGuard, AccountGuard));

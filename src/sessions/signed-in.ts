import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings';
import { PageRedirect } from '../shared/http/page-redirect';
import type { SignedInVisitor, Visitor } from './domain/visitor';
import { ReturnLink } from './return-link';
import { visitorOf } from './visitor';

/** Lets only people who are signed in pass; others sign in first and come back. It stands behind `VisitorGuard`. */
@Injectable()
export class SignedInGuard implements CanActivate {
  constructor(
    private readonly returnLink: ReturnLink,
    private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (isSignedIn(visitorOf(request))) return true;
    // What a form wanted to change is asked for again: only pages can be come back to.
    const path = request.method === 'GET' ? request.url : '/settings';
    const next = await this.returnLink.make(path);
    throw new PageRedirect(this.settings.path(`/login?next=${encodeURIComponent(next)}`));
  }
}

const isSignedIn = (visitor: Visitor): visitor is SignedInVisitor => visitor.signedIn !== null;

/** The visitor, who is signed in because `SignedInGuard` says so. */
export const CurrentPerson = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignedInVisitor => {
    const visitor = visitorOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (!isSignedIn(visitor)) throw new Error('This route needs SignedInGuard');
    return visitor;
  },
);

import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { visitorOf } from '../sessions/visitor';
import { PageError } from '../shared/http/page-error';

/** Lets only administrators pass; for everybody else there is nothing here. It stands behind `SignedInGuard`. */
@Injectable()
export class AdministratorGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { signedIn } = visitorOf(context.switchToHttp().getRequest<FastifyRequest>());
    if (signedIn?.user.role === 'admin') return true;
    throw PageError.notFound();
  }
}

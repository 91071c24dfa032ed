import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LiveCopies } from '../shared/application/live-copies';

/** Answered without the database, also while it is away. */
const WITHOUT = /^\/(?:assets|health|metrics|problems)(?:[/?]|$)/;

/** Lets each request see the settings and scopes that were stored before it began. */
@Injectable()
export class LiveCopiesGuard implements CanActivate {
  constructor(private readonly copies: LiveCopies) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { url } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!WITHOUT.test(url)) await this.copies.renew();
    return true;
  }
}

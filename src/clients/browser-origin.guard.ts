import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserOrigins } from './application/browser-origins';

/**
 * CORS for protocol endpoints that browsers may call: the exact origins of registered public clients, without
 * credentials. A request from another origin is answered without CORS headers, so no page can read the answer.
 */
@Injectable()
export class BrowserOriginGuard implements CanActivate {
  constructor(private readonly origins: BrowserOrigins) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { origin } = http.getRequest<FastifyRequest>().headers;
    const reply = http.getResponse<FastifyReply>();
    reply.header('Vary', 'Origin');
    if (origin !== undefined && (await this.origins.isRegistered(origin))) {
      reply.header('Access-Control-Allow-Origin', origin);
      reply.header('Access-Control-Allow-Methods', 'POST');
      reply.header('Access-Control-Allow-Headers', 'Authorization, Content-Type');
      reply.header('Access-Control-Max-Age', '600');
    }
    return true;
  }
}

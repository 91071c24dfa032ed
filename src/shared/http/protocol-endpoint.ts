import { Delete, Get, Head, HttpCode, Options, Patch, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OAuthError } from '../domain/oauth-error';

/** What endpoints that only take POST answer to other methods: 405 with `Allow`, and OPTIONS without side effects. */
export abstract class ProtocolEndpoint {
  @Options()
  @HttpCode(204)
  options(@Res({ passthrough: true }) reply: FastifyReply): void {
    reply.header('Allow', 'POST, OPTIONS');
  }

  @Head()
  @Get()
  @Put()
  @Patch()
  @Delete()
  refuse(@Res({ passthrough: true }) reply: FastifyReply): never {
    reply.header('Allow', 'POST, OPTIONS');
    throw OAuthError.invalidRequest('Use POST here', { status: 405 });
  }
}

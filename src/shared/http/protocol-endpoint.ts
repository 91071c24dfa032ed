import { Delete, Get, Head, HttpCode, Options, Patch, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { OAuthError } from '../domain/oauth-error';

const ALLOW = 'POST, OPTIONS';

/** What endpoints that only take POST answer to other methods: 405 with `Allow`, and OPTIONS without side effects. */
export abstract class ProtocolEndpoint {
  @Options()
  @HttpCode(204)
  options(@Res({ passthrough: true }) reply: FastifyReply): void {
    reply.header('Allow', ALLOW);
  }

  @Head()
  refuseHead(@Res({ passthrough: true }) reply: FastifyReply): never {
    return refuse(reply);
  }

  @Get()
  refuseGet(@Res({ passthrough: true }) reply: FastifyReply): never {
    return refuse(reply);
  }

  @Put()
  refusePut(@Res({ passthrough: true }) reply: FastifyReply): never {
    return refuse(reply);
  }

  @Patch()
  refusePatch(@Res({ passthrough: true }) reply: FastifyReply): never {
    return refuse(reply);
  }

  @Delete()
  refuseDelete(@Res({ passthrough: true }) reply: FastifyReply): never {
    return refuse(reply);
  }
}

function refuse(reply: FastifyReply): never {
  reply.header('Allow', ALLOW);
  throw OAuthError.invalidRequest('Use POST here', { status: 405 });
}

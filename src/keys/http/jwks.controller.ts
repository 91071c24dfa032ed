import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendCacheable } from '../../shared/http/cacheable';
import { KeyStore } from '../application/key-store';

/** GET /.well-known/jwks.json: every key that can still verify, and the next one before it signs (RFC 7517 §5). */
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly keys: KeyStore) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const keys = await this.keys.publicKeys();
    sendCacheable(request, reply, {
      keys: keys.map(({ kid, alg, jwk }) => ({ ...jwk, kid, alg, use: 'sig' })),
    });
  }
}

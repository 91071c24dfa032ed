import { Controller, Get, Header } from '@nestjs/common';
import { KeyStore } from '../application/key-store';

/** GET /.well-known/jwks.json: every key that can still verify, and the next one before it signs (RFC 7517 §5). */
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly keys: KeyStore) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  @Header('Access-Control-Allow-Origin', '*')
  async list() {
    const keys = await this.keys.publicKeys();
    return { keys: keys.map(({ kid, alg, jwk }) => ({ ...jwk, kid, alg, use: 'sig' })) };
  }
}

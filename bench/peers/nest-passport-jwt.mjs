import 'reflect-metadata';
import { createPublicKey } from 'node:crypto';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ExtractJwt, Strategy } from 'passport-jwt';
import * as facts from '../harness/facts.mjs';
import { keys } from './common.mjs';

/** As Nest's documentation has it, with a key object, which is several times as fast as a PEM, and on Fastify. */
class JwtStrategy extends PassportStrategy(Strategy) {
  constructor() {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: createPublicKey({ format: 'jwk', key: keys()[0] }),
      issuer: facts.ISSUER,
      audience: facts.ISSUER,
      algorithms: [facts.ALG],
    });
  }

  validate(claims) {
    return claims.scope?.split(' ').includes(facts.SCOPE) ? { id: claims.sub } : false;
  }
}

class GuardedController {
  show() {
    return { ok: true };
  }
}
const show = Object.getOwnPropertyDescriptor(GuardedController.prototype, 'show');
Get('v1/bench')(GuardedController.prototype, 'show', show);
UseGuards(AuthGuard('jwt'))(GuardedController.prototype, 'show', show);
Controller()(GuardedController);

class GuardedModule {}
Module({ imports: [PassportModule], controllers: [GuardedController], providers: [JwtStrategy] })(
  GuardedModule,
);

const app = await NestFactory.create(GuardedModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');

import 'reflect-metadata';
import { Controller, Get, Module, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthGuard, PassportModule, PassportStrategy } from '@nestjs/passport';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Strategy } from 'passport-http-bearer';
import { DataSource, EntitySchema } from 'typeorm';
import * as facts from '../harness/facts.mjs';

const Token = new EntitySchema({
  name: 'Token',
  tableName: 'tokens',
  columns: {
    hash: { type: 'varchar', length: 43, primary: true },
    userId: { type: 'varchar', length: 64, name: 'user_id' },
    scopes: { type: 'varchar', length: 255 },
    expiresAt: { type: 'bigint', name: 'expires_at' },
  },
});
const { hostname: host, port, pathname } = new URL(process.env.DB_URL);
const dataSource = await new DataSource({
  type: 'mariadb',
  host,
  port: Number(port),
  username: 'root',
  database: pathname.slice(1),
  entities: [Token],
  extra: { connectionLimit: 10 },
}).initialize();
const tokens = dataSource.getRepository(Token);

/** As the documentations of passport-http-bearer and TypeORM have it; only a hash of the token is stored. */
class BearerStrategy extends PassportStrategy(Strategy) {
  async validate(value) {
    const token = await tokens.findOneBy({ hash: facts.sha256(value) });
    if (!token || Number(token.expiresAt) < Date.now()) return false;
    return token.scopes.split(' ').includes(facts.SCOPE) ? { id: token.userId } : false;
  }
}

class GuardedController {
  show() {
    return { ok: true };
  }
}
const show = Object.getOwnPropertyDescriptor(GuardedController.prototype, 'show');
Get('v1/bench')(GuardedController.prototype, 'show', show);
UseGuards(AuthGuard('bearer'))(GuardedController.prototype, 'show', show);
Controller()(GuardedController);

class GuardedModule {}
Module({ imports: [PassportModule], controllers: [GuardedController], providers: [BearerStrategy] })(
  GuardedModule,
);

const app = await NestFactory.create(GuardedModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');

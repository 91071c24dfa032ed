import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** The yardstick: what Nest on Fastify does when there is nothing to do. */
class HelloController {
  show() {
    return { ok: true };
  }
}
Get('v1/bench')(
  HelloController.prototype,
  'show',
  Object.getOwnPropertyDescriptor(HelloController.prototype, 'show'),
);
Controller()(HelloController);

class HelloModule {}
Module({ controllers: [HelloController] })(HelloModule);

const app = await NestFactory.create(HelloModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');

import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import type { Settings } from '../config/settings';
import { BodyPipe } from '../shared/http/body.pipe';
import { answerFrameworkError } from './framework-errors';
import { helmetOptions } from './headers';
import { NestLogger } from './logger';
import { canonicalPaths } from './paths';
import { jsonReader } from './read-json';
import { readForm, readQuery } from './read-form';
import { registerRequestContext } from './request-context.hook';

const FORM_LIMIT = 64 * 1024;
const JSON_LIMIT = 256 * 1024;
/** Merge patches are JSON too (RFC 7396 §4). */
const JSON_TYPES = ['application/json', 'application/merge-patch+json'];
const REQUEST_TIMEOUT_MS = 10_000;

/** A server that is ready to listen. */
export interface Server {
  app: NestFastifyApplication;
  /** @returns the address it listens at */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/** Puts the modules behind HTTP: limits, headers, forms, errors. The same for `main`, demo and tests. */
export async function createServer(module: DynamicModule | Type, settings: Settings): Promise<Server> {
  const adapter = new FastifyAdapter({
    bodyLimit: JSON_LIMIT,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 300, querystringParser: readQuery },
    rewriteUrl: canonicalPaths(settings),
    forceCloseConnections: 'idle',
    frameworkErrors: answerFrameworkError,
  });
  const logger = new NestLogger(settings);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger,
    abortOnError: false,
  });
  registerRequestContext(app.getHttpAdapter().getInstance());
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, helmetOptions(settings));
  app.useBodyParser('application/x-www-form-urlencoded', { bodyLimit: FORM_LIMIT }, readForm);
  // Fastify reads plain text by itself; nobody here does.
  app.getHttpAdapter().getInstance().removeContentTypeParser('text/plain');
  const readJson = jsonReader(app.getHttpAdapter().getInstance());
  for (const type of JSON_TYPES) app.useBodyParser(type, { bodyLimit: JSON_LIMIT }, readJson);
  app.useGlobalPipes(new BodyPipe());
  app.enableShutdownHooks();
  await app.init();
  return {
    app,
    listen: async () => {
      await app.listen(settings.port, settings.host);
      return app.getUrl();
    },
    close: () => app.close(),
  };
}

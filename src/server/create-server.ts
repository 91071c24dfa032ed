import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyCookie from '@fastify/cookie';
import type { Settings } from '../config/settings';
import { Life } from '../shared/application/life';
import { Metrics } from '../shared/application/metrics';
import { BodyPipe } from '../shared/http/body.pipe';
import { PasswordCheck } from '../sessions/application/password-check';
import { refuseWhenBusy } from './busy.hook';
import { Ending } from './ending';
import { answerBrokenRequest, answerFrameworkError, refuseExpectation } from './framework-errors';
import { headersOfAnswers } from './headers';
import { requireHost } from './host.hook';
import { NestLogger } from './logger';
import { canonicalPaths } from './paths';
import { jsonReader } from './read-json';
import { readForm, readQuery } from './read-form';
import { registerRequestContext } from './request-context.hook';
import { registerSizeLimits } from './size.hook';
import { registerRequestLog } from './request-log.hook';
import { refuseUnknownRoutes } from './unknown-routes.hook';

/** Merge patches are JSON too (RFC 7396 §4). */
const JSON_TYPES = ['application/json', 'application/merge-patch+json'];
/** Node looks for requests that are late this often; its default of 30 seconds would make 10 seconds 40. */
const LOOK_FOR_LATE_MS = 500;

/** A server that is ready to listen. */
export interface Server {
  app: NestFastifyApplication;
  /** From now on SIGTERM and SIGINT end it, and the process. @returns the address it listens at */
  listen(): Promise<string>;
  /** Answers what is under way, and ends. */
  close(): Promise<void>;
}

/** Puts the modules behind HTTP: limits, headers, forms, errors. The same for `main`, demo and tests. */
export async function createServer(module: DynamicModule | Type, settings: Settings): Promise<Server> {
  const { limits } = settings;
  const adapter = new FastifyAdapter({
    bodyLimit: limits.jsonBody,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    requestTimeout: settings.requestTimeout * 1000,
    http: {
      headersTimeout: settings.requestTimeout * 1000,
      connectionsCheckingInterval: LOOK_FOR_LATE_MS,
      maxHeaderSize: limits.headerBytes,
      requireHostHeader: false,
    },
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300, querystringParser: (text) => readQuery(text, limits.parameters) },
    rewriteUrl: canonicalPaths(settings),
    forceCloseConnections: 'idle',
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerBrokenRequest,
  });
  const logger = new NestLogger(settings);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.server.on('checkExpectation', refuseExpectation);
  registerRequestContext(fastify, headersOfAnswers(settings));
  registerRequestLog(fastify, settings, logger, app.get(Metrics), app.get(Life));
  registerSizeLimits(fastify, limits);
  await app.register(fastifyCookie);
  requireHost(fastify);
  refuseUnknownRoutes(fastify);
  refuseWhenBusy(fastify, app.get(PasswordCheck, { strict: false }));
  app.useBodyParser(
    'application/x-www-form-urlencoded',
    { bodyLimit: limits.formBody },
    (request, body, done) => readForm(request, body, done, limits.parameters),
  );
  // Fastify reads plain text by itself; nobody here does.
  fastify.removeContentTypeParser('text/plain');
  const readJson = jsonReader(fastify, limits.jsonDepth);
  for (const type of JSON_TYPES) app.useBodyParser(type, { bodyLimit: limits.jsonBody }, readJson);
  app.useGlobalPipes(new BodyPipe());
  await app.init();
  const ending = new Ending(app, settings);
  return {
    app,
    listen: async () => {
      await app.listen(settings.port, settings.host);
      ending.listenToSignals();
      return app.getUrl();
    },
    close: () => ending.end(),
  };
}

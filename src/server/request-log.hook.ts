import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings';
import type { Life } from '../shared/application/life';
import type { Metrics } from '../shared/application/metrics';
import type { NestLogger } from './logger';

/**
 * Counts every answer and, where wanted, logs it: by the route that it belongs to and never by its address, which may
 * carry codes and tokens. While the server ends, every answer says that its connection ends too.
 */
export function registerRequestLog(
  fastify: FastifyInstance,
  settings: Pick<Settings, 'logRequests'>,
  logger: NestLogger,
  metrics: Metrics,
  life: Life,
): void {
  const durations = metrics.histogram(
    'grantor_http_request_duration_seconds',
    'Time until an answer was sent.',
  );
  const answers = metrics.counter('grantor_http_requests_total', 'Answers.');
  let underWay = 0;
  metrics.gauge('grantor_http_requests_under_way', 'Requests that wait for their answer.', () => underWay);

  fastify.addHook('onRequest', (_request, reply, done) => {
    underWay++;
    // Also when the client is gone before its answer.
    reply.raw.once('close', () => underWay--);
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (life.isEnding) reply.header('Connection', 'close');
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const status = String(reply.statusCode);
    const ms = reply.elapsedTime;
    answers.add({ method, route, status });
    durations.observe({ route }, ms / 1000);
    if (settings.logRequests) {
      const line = { method, route, status: reply.statusCode, ms: Math.round(ms * 10) / 10, id: request.id };
      logger.request(line);
    }
    done();
  });
}

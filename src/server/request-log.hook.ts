import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings';
import type { Life } from '../shared/application/life';
import type { Durations, Metrics } from '../shared/application/metrics';
import { getOrMake } from '../shared/domain/get-or-make';
import { AnswerKind, type NestLogger } from './logger';

/** What is kept of all answers of one route that are alike. */
interface AnswerRecord {
  count: { value: number };
  times: Durations;
  kind: AnswerKind;
}

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
  const records = new Map<string, AnswerRecord>();
  const recordOf = (method: string, route: string, status: number): AnswerRecord => {
    const message = `${method} ${route} ${status}`;
    return getOrMake(records, message, () => ({
      count: answers.of({ method, route, status: String(status) }),
      times: durations.of({ route }),
      kind: new AnswerKind({ message, method, route, status }),
    }));
  };
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
    const { count, times, kind } = recordOf(
      request.method,
      request.routeOptions.url ?? 'none',
      reply.statusCode,
    );
    const ms = reply.elapsedTime;
    count.value++;
    times.observe(ms / 1000);
    if (settings.logRequests) logger.request(kind, Math.round(ms * 10) / 10, request.id);
    done();
  });
}

import { Controller, Get, Header, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings';
import { Metrics } from '../shared/application/metrics';
import { Siblings } from '../shared/application/siblings';
import { Problem } from '../shared/domain/problem';
import { equalInConstantTime } from '../shared/domain/secret';
import { hostNameOf, isLoopbackHost } from '../shared/http/loopback-host';
import { sumMetrics } from './sum-metrics';

/** What a proxy adds: such a request may come from anywhere, whoever hands it on. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** GET /metrics for Prometheus: from this machine, or with the token of the setting METRICS_TOKEN; of all WORKERS. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly siblings: Siblings,
    private readonly settings: Settings,
  ) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(@Req() request: FastifyRequest): Promise<string> {
    this.requireReader(request);
    return sumMetrics([this.metrics.text(), ...(await this.siblings.gather())]);
  }

  /** @throws Problem `not-found` for strangers, `unauthenticated` where a token opens */
  private requireReader({ headers, socket }: FastifyRequest): void {
    const { metrics, metricsToken } = this.settings;
    if (!metrics) throw Problem.notFound('page');
    if (metricsToken !== null) {
      if (equalInConstantTime(headers.authorization ?? '', `Bearer ${metricsToken}`)) return;
      throw new Problem('unauthenticated', 'Send METRICS_TOKEN as a Bearer token.', {
        headers: { 'WWW-Authenticate': 'Bearer realm="metrics"' },
      });
    }
    const isHere =
      isLoopbackHost((socket.remoteAddress ?? '').replace(/^::ffff:/, '')) &&
      isLoopbackHost(hostNameOf(headers.host) ?? '') &&
      !FORWARDED.some((name) => name in headers);
    if (!isHere) throw Problem.notFound('page');
  }
}

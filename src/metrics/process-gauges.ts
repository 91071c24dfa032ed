import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Life } from '../shared/application/life';
import { Metrics } from '../shared/application/metrics';

const RESOLUTION_MS = 20;
const NS = 1e9;

/** Measures this process: memory, processor, and how late the event loop is. */
@Injectable()
export class ProcessGauges implements OnModuleInit, OnApplicationShutdown {
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  constructor(
    private readonly metrics: Metrics,
    private readonly life: Life,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    // The CLI is asked by nobody.
    if (!this.host.httpAdapter) return;
    this.delay.enable();
    const started = Date.now() / 1000 - process.uptime();
    const { metrics } = this;
    metrics.gauge('grantor_event_loop_delay_seconds', 'How late timers were since the last scrape.', () =>
      this.readDelay(),
    );
    metrics.gauge('grantor_ending', 'Whether the server ends.', () => (this.life.isEnding ? 1 : 0));
    metrics.gauge('process_resident_memory_bytes', 'Memory.', () => process.memoryUsage.rss());
    metrics.gauge('process_heap_used_bytes', 'Memory of objects.', () => process.memoryUsage().heapUsed);
    metrics.gauge('process_start_time_seconds', 'Start, in seconds since 1970.', () => started);
    metrics.gauge('process_cpu_seconds_total', 'Processor time.', processorSeconds, 'counter');
  }

  onApplicationShutdown(): void {
    this.delay.disable();
  }

  private readDelay() {
    const { delay } = this;
    const beyond = (ns: number) => Math.max(ns / NS - RESOLUTION_MS / 1000, 0) || 0;
    const readings = [
      [{ quantile: '0.5' }, beyond(delay.percentile(50))],
      [{ quantile: '0.99' }, beyond(delay.percentile(99))],
      [{ quantile: '1' }, beyond(delay.max)],
    ] as const;
    delay.reset();
    return readings;
  }
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

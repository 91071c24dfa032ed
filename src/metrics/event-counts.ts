import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../shared/application/metrics';
import { Platform } from '../shared/application/platform';
import { SecurityEvents } from '../shared/domain/security-events';

/** Counts what happens, in the words of the audit log, once it is on disk. */
@Injectable()
export class EventCounts implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly events: SecurityEvents,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    const counter = this.metrics.counter('grantor_events_total', 'Events of the audit log.');
    this.events.subscribeToAll(({ type, outcome }) => {
      this.platform.afterCommit(() => counter.add({ type, outcome }));
      return Promise.resolve();
    });
  }
}

import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { currentRequest } from '../shared/application/request-context';
import { Clock } from '../shared/domain/clock';
import { newId } from '../shared/domain/id';
import { SecurityEvents } from '../shared/domain/security-events';
import { AuditLog } from './audit-log';

/** Passes every security event on to the audit log, with the request it belongs to. */
@Injectable()
export class AuditRecorder implements OnModuleInit {
  constructor(
    private readonly events: SecurityEvents,
    private readonly log: AuditLog,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(async (event) => {
      const request = currentRequest();
      await this.log.record({
        ...event,
        id: newId('evt'),
        at: this.clock.now(),
        requestId: request?.requestId ?? null,
        ip: request?.ip ?? null,
        userAgent: request?.userAgent?.slice(0, 300) ?? null,
      });
    });
  }
}

/** Listens to security events. Where they go is a replaceable part. */
@Module({ providers: [AuditRecorder] })
export class AuditModule {}

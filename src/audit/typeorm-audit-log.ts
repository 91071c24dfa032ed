import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { AuditEventRow } from './audit-event.schema';
import { type AuditEvent, AuditLog } from './audit-log';

/** The default audit log: our own table. */
@Injectable()
export class TypeOrmAuditLog extends AuditLog {
  constructor(private readonly database: Database) {
    super();
  }

  async record(event: AuditEvent): Promise<void> {
    await this.database.repository(AuditEventRow).insert({
      id: event.id,
      at: event.at,
      type: event.type,
      outcome: event.outcome,
      actorType: event.actor.type,
      actorId: event.actor.id,
      targetType: event.target?.type ?? null,
      targetId: event.target?.id ?? null,
      clientId: event.clientId ?? null,
      userId: event.userId ?? null,
      requestId: event.requestId,
      ip: event.ip,
      userAgent: event.userAgent,
      changes: event.changes?.length ? event.changes : null,
    });
  }
}

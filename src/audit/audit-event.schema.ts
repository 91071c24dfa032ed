import { EntitySchema } from 'typeorm';
import { id, json, moment, text } from '../database/columns';

/** A row of the audit log. */
export class AuditEventRow {
  id!: string;
  at!: number;
  type!: string;
  outcome!: string;
  actorType!: string;
  actorId!: string | null;
  targetType!: string | null;
  targetId!: string | null;
  clientId!: string | null;
  userId!: string | null;
  requestId!: string | null;
  ip!: string | null;
  userAgent!: string | null;
  changes!: object[] | null;
}

export const AuditEventSchema = new EntitySchema<AuditEventRow>({
  name: 'AuditEvent',
  target: AuditEventRow,
  tableName: 'grantor_audit_events',
  columns: {
    id: id({ primary: true, primaryKeyConstraintName: 'pk_grantor_audit_events' }),
    at: moment(),
    type: text(50),
    outcome: text(10),
    actorType: text(20, { name: 'actor_type' }),
    actorId: text(2000, { name: 'actor_id', nullable: true }),
    targetType: text(20, { name: 'target_type', nullable: true }),
    targetId: text(2000, { name: 'target_id', nullable: true }),
    clientId: text(2000, { name: 'client_id', nullable: true }),
    userId: text(255, { name: 'user_id', nullable: true }),
    requestId: text(64, { name: 'request_id', nullable: true }),
    ip: text(45, { nullable: true }),
    userAgent: text(300, { name: 'user_agent', nullable: true }),
    changes: json({ nullable: true }),
  },
  indices: [
    { name: 'ix_grantor_audit_events_at', columns: ['at'] },
    { name: 'ix_grantor_audit_events_user_id', columns: ['userId', 'at'] },
  ],
});

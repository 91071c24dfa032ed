import { EntitySchema } from 'typeorm';
import { hash, id, json, moment, text } from '../../database/columns';
import type { Party, SecurityEvent, SecurityEventType } from '../../shared/domain/security-events';

/** A row of the audit log. Ids of actors and clients can be long: they are searched by their hashes. */
export class AuditEventRow {
  id!: string;
  at!: number;
  type!: SecurityEventType;
  outcome!: SecurityEvent['outcome'];
  actorType!: Party['type'];
  actorId!: string | null;
  actorHash!: string;
  targetType!: Party['type'] | null;
  targetId!: string | null;
  clientId!: string | null;
  clientHash!: string | null;
  userId!: string | null;
  requestId!: string | null;
  ip!: string | null;
  userAgent!: string | null;
  changes!: object[] | null;
}

/** Each filter has the index that finds its rows in the order of time. */
const SEARCHED = ['type', 'outcome', 'actorHash', 'clientHash', 'userId', 'requestId', 'ip'] as const;

const columnName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

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
    actorHash: hash({ name: 'actor_hash' }),
    targetType: text(20, { name: 'target_type', nullable: true }),
    targetId: text(2000, { name: 'target_id', nullable: true }),
    clientId: text(2000, { name: 'client_id', nullable: true }),
    clientHash: hash({ name: 'client_hash', nullable: true }),
    userId: text(255, { name: 'user_id', nullable: true }),
    requestId: text(64, { name: 'request_id', nullable: true }),
    ip: text(45, { nullable: true }),
    userAgent: text(300, { name: 'user_agent', nullable: true }),
    changes: json({ nullable: true }),
  },
  indices: [
    { name: 'ix_grantor_audit_events_at', columns: ['at', 'id'] },
    ...SEARCHED.map((property) => ({
      name: `ix_grantor_audit_events_${columnName(property)}`,
      columns: [property, 'at', 'id'] as string[],
    })),
  ],
});

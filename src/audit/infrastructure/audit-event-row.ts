import { publicHash } from '../../shared/domain/public-hash';
import type { Change, Party } from '../../shared/domain/security-events';
import type { AuditEvent } from '../domain/audit-event';
import type { AuditEventRow } from './audit-event.schema';

/** An event as it is kept. */
export function rowOf({ actor, target, ...event }: AuditEvent): AuditEventRow {
  return {
    id: event.id,
    at: event.at,
    type: event.type,
    outcome: event.outcome,
    actorType: actor.type,
    actorId: actor.id,
    actorHash: publicHash(actor.id ?? actor.type),
    targetType: target?.type ?? null,
    targetId: target?.id ?? null,
    clientId: event.clientId ?? null,
    clientHash: event.clientId ? publicHash(event.clientId) : null,
    userId: event.userId ?? null,
    requestId: event.requestId,
    ip: event.ip,
    userAgent: event.userAgent,
    changes: event.changes?.length ? event.changes : null,
  };
}

/** The event that a row keeps. */
export function eventOf(row: AuditEventRow): AuditEvent {
  const { actorType, actorId, actorHash: _a, targetType, targetId, clientHash: _c, changes, ...same } = row;
  const target: Party | null = targetType && { type: targetType, id: targetId };
  return {
    ...same,
    actor: { type: actorType, id: actorId },
    ...(target && { target }),
    changes: (changes ?? []) as Change[],
  };
}

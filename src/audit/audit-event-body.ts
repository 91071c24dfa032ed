import { rfc3339 } from '../shared/http/rfc3339';
import type { KnownEvent } from './domain/known-event';

/** An event as REST and exports show it. */
export const auditEventBody = ({ event, label }: KnownEvent) => ({
  id: event.id,
  at: rfc3339(event.at),
  type: event.type,
  outcome: event.outcome,
  actor: { type: event.actor.type, id: event.actor.id, label },
  target: event.target ?? null,
  client_id: event.clientId ?? null,
  user_id: event.userId ?? null,
  ip: event.ip,
  user_agent: event.userAgent,
  request_id: event.requestId,
  changes: event.changes ?? [],
});

/** Events as an export writes them, one JSON object a line. */
export const auditLines = (events: readonly KnownEvent[]): string =>
  events.map((known) => `${JSON.stringify(auditEventBody(known))}\n`).join('');

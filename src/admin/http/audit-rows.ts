import type { KnownEvent } from '../../audit/domain/known-event';
import type { AuditRow } from '../../pages/templates/admin-audit';

/** An event as the pages list it. */
export const auditRowOf = ({ event, label }: KnownEvent): AuditRow => ({
  at: event.at,
  type: event.type,
  failed: event.outcome === 'failure',
  actor: label ?? event.actor.id ?? event.actor.type,
  clientId: event.clientId ?? null,
  ip: event.ip,
  href: `/admin/audit/${event.id}`,
});

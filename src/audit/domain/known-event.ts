import type { AuditEvent } from './audit-event';

/** An event with what its actor is called now; null: nobody knows any more. */
export interface KnownEvent {
  event: AuditEvent;
  label: string | null;
}

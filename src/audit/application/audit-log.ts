import type { AuditEvent } from '../domain/audit-event';

/** Replaceable part: keeps security events. Called in the transaction of what happened, so that neither is lost alone. */
export abstract class AuditLog {
  abstract record(event: AuditEvent): Promise<void>;
}

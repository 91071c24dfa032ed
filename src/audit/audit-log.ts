import type { EpochMs } from '../shared/domain/clock';
import type { SecurityEvent } from '../shared/domain/security-events';

/** A security event with the time and the request it belongs to. It never holds a secret. */
export interface AuditEvent extends SecurityEvent {
  id: string;
  at: EpochMs;
  requestId: string | null;
  ip: string | null;
  userAgent: string | null;
}

/** Replaceable part: keeps security events. Called in the transaction of what happened, so that neither is lost alone. */
export abstract class AuditLog {
  abstract record(event: AuditEvent): Promise<void>;
}

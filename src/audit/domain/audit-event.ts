import type { EpochMs } from '../../shared/domain/clock';
import type { SecurityEvent } from '../../shared/domain/security-events';

/** A security event with the time and the request it belongs to. It never holds a secret. */
export interface AuditEvent extends SecurityEvent {
  /** Later events have greater ids, also within one millisecond. */
  id: string;
  at: EpochMs;
  requestId: string | null;
  ip: string | null;
  userAgent: string | null;
}

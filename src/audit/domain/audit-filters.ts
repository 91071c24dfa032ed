import type { EpochMs } from '../../shared/domain/clock';
import type { SecurityEvent, SecurityEventType } from '../../shared/domain/security-events';

/** Which events are wanted: those that fit everything that is said. */
export interface AuditFilters {
  /** One of these. */
  type?: readonly SecurityEventType[];
  /** Id of the person or client who did it, or the kind of actor that has no id: `system`, `anonymous`. */
  actor?: string;
  user_id?: string;
  client_id?: string;
  ip?: string;
  outcome?: SecurityEvent['outcome'];
  request_id?: string;
  from?: EpochMs;
  /** Events at this very moment are not among them, so that spans can follow one another. */
  to?: EpochMs;
}

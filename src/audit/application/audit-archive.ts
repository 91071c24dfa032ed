import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { AuditEvent } from '../domain/audit-event';
import type { AuditFilters } from '../domain/audit-filters';
import { AuditLog } from './audit-log';

/**
 * An audit log that can be read, too: with it administrators search and export by REST and CLI, events about issued
 * tokens are written many at once, and old events are deleted. A company's own log may be one, and need not.
 */
export abstract class AuditArchive extends AuditLog {
  /** All or none. */
  abstract recordAll(events: readonly AuditEvent[]): Promise<void>;
  abstract find(page: PageRequest<'at'>, filters: AuditFilters): Promise<Page<AuditEvent>>;
  abstract get(id: string): Promise<AuditEvent | null>;
  /** Deletes at most `limit` events from before that moment; says how many. */
  abstract forget(before: EpochMs, limit: number): Promise<number>;
}

import { AuditReader } from '../../src/audit/application/audit-reader';
import type { AuditEvent } from '../../src/audit/domain/audit-event';
import type { AuditFilters } from '../../src/audit/domain/audit-filters';
import { AuditEventIds } from '../../src/audit/domain/audit-event-ids';
import { type AuditArchive } from '../../src/audit/application/audit-archive';
import { AuditLog } from '../../src/audit/application/audit-log';
import { SYSTEM } from '../../src/shared/domain/security-events';
import type { TestServer } from './test-server';

/** What the audit log has, the oldest first. */
export async function eventsOf(server: TestServer, filters: AuditFilters = {}): Promise<AuditEvent[]> {
  const events = [];
  for await (const batch of server.get(AuditReader).batches(filters)) events.push(...batch);
  return events.reverse();
}

const ids = new AuditEventIds();

/** Puts events straight into the log, each `step` milliseconds before the one after it; the last one is now. */
export async function fillAudit(
  server: TestServer,
  count: number,
  value: (n: number) => Partial<AuditEvent>,
  step = 1,
): Promise<void> {
  const archive = server.get(AuditLog) as AuditArchive;
  const now = server.now();
  const events = Array.from({ length: count }, (_, n): AuditEvent => {
    const at = now - (count - 1 - n) * step;
    const nowhere = { requestId: null, ip: null, userAgent: null };
    return {
      id: ids.next(at),
      at,
      type: 'token.issued',
      outcome: 'success',
      actor: SYSTEM,
      ...nowhere,
      ...value(n),
    };
  });
  for (let from = 0; from < count; from += 500) await archive.recordAll(events.slice(from, from + 500));
}

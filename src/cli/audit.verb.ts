import { AuditDesk } from '../admin/application/audit-desk';
import { auditLines } from '../audit/audit-event-body';
import { UsageError } from './usage-error';
import type { StreamingVerb } from './verb';

export const exportAudit: StreamingVerb = {
  name: 'audit:export',
  summary: 'Writes the audit log, one JSON object a line (NDJSON), the newest event first',
  flags: [
    { name: 'from', value: 'WHEN', help: 'The first day or moment, 2026-11-01 or 2026-11-01T09:30:00Z' },
    { name: 'to', value: 'WHEN', help: 'The day or moment before which it ends; by default now' },
  ],
  example: 'audit:export --from 2026-11-01 --to 2026-12-01',
  async *stream(args, services) {
    const [from, to] = [args.moment('from'), args.moment('to')];
    if (from !== undefined && to !== undefined && from >= to) {
      throw new UsageError('--from has to be before --to.');
    }
    const span = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    for await (const batch of services.get(AuditDesk).export(span)) {
      yield auditLines(batch);
    }
  },
};

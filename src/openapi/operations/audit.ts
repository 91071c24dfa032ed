import type { OperationGroup } from '../operation';

/** /v1/admin/audit-events */
export const AUDIT_OPERATIONS: OperationGroup = {
  tag: 'Audit log',
  words:
    'What happened, the newest first. Nobody can change it. `conflict` where the company keeps it elsewhere.',
  operations: {
    'GET /v1/admin/audit-events': {
      id: 'listAuditEvents',
      summary: 'List and find events',
      description:
        'About the last 31 days, or a span of 31 days at most from `from` to the moment before `to`. `type` takes types with commas between, and beginnings like `token.*`. `actor` is the id of a person or client, `system` or `anonymous`.',
      answer: { listOf: 'AuditEvent' },
      problems: ['conflict'],
    },
    'GET /v1/admin/audit-events/export': {
      id: 'exportAuditEvents',
      summary: 'Export events, one JSON object a line',
      description: 'Filters as for the list; the span is as long as you like. Each line is an AuditEvent.',
      answer: { type: 'string' },
      mediaType: 'application/x-ndjson',
      problems: ['not-acceptable', 'conflict'],
    },
    'GET /v1/admin/audit-events/types': {
      id: 'listAuditEventTypes',
      summary: 'List what can happen, with words for it',
      answer: { listOf: 'AuditEventType' },
    },
    'GET /v1/admin/audit-events/{id}': {
      id: 'getAuditEvent',
      summary: 'Read an event',
      answer: 'AuditEvent',
      problems: ['conflict'],
    },
  },
};

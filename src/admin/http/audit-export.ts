import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { auditLines } from '../../audit/audit-event-body';
import type { KnownEvent } from '../../audit/domain/known-event';

export const NDJSON = 'application/x-ndjson';

/** Sends events, one JSON object a line, in batches; it ends when the caller goes away. */
export function sendLines(reply: FastifyReply, batches: AsyncIterable<KnownEvent[]>): void {
  void reply
    .type(NDJSON)
    .header('Cache-Control', 'no-store')
    .send(Readable.from(linesOf(batches)));
}

async function* linesOf(batches: AsyncIterable<KnownEvent[]>): AsyncGenerator<string> {
  for await (const batch of batches) yield auditLines(batch);
}

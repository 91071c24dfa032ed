import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import type { AuditEvent } from '../domain/audit-event';
import type { AuditFilters } from '../domain/audit-filters';
import { AuditArchive } from './audit-archive';
import { AuditLog } from './audit-log';
import { TokenEventBuffer } from './token-event-buffer';

const BATCH = 500;

/** Reads the audit log, where it can be read. */
@Injectable()
export class AuditReader {
  constructor(
    private readonly log: AuditLog,
    private readonly buffer: TokenEventBuffer,
  ) {}

  /** @throws Problem `conflict` where the log is kept elsewhere */
  async find(page: PageRequest<'at'>, filters: AuditFilters): Promise<Page<AuditEvent>> {
    const archive = this.archive();
    await this.buffer.flush();
    return archive.find(page, filters);
  }

  /** @throws Problem `not-found`, `conflict` where the log is kept elsewhere */
  async get(id: string): Promise<AuditEvent> {
    const archive = this.archive();
    await this.buffer.flush();
    const event = await archive.get(id);
    if (!event) throw Problem.notFound('event');
    return event;
  }

  /** Everything that fits, the newest first, some at a time: nobody holds all of it. */
  async *batches(filters: AuditFilters): AsyncGenerator<AuditEvent[]> {
    let after: PageRequest['after'] = null;
    do {
      const page: Page<AuditEvent> = await this.find(
        { limit: BATCH, by: 'at', descending: true, after },
        filters,
      );
      if (page.items.length > 0) yield page.items;
      after = page.next;
    } while (after);
  }

  /** @throws Problem `conflict` */
  requireReadable(): void {
    this.archive();
  }

  private archive(): AuditArchive {
    if (this.log instanceof AuditArchive) return this.log;
    throw new Problem('conflict', 'This server keeps its audit log elsewhere. Search it there.');
  }
}

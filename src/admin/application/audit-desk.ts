import { Injectable } from '@nestjs/common';
import { AuditReader } from '../../audit/application/audit-reader';
import type { AuditEvent } from '../../audit/domain/audit-event';
import type { AuditFilters } from '../../audit/domain/audit-filters';
import type { KnownEvent } from '../../audit/domain/known-event';
import { Clients } from '../../clients/application/clients';
import { clientRef } from '../../clients/domain/client';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { Party } from '../../shared/domain/security-events';
import { UserDirectory } from '../../users/application/user-directory';

/** What administrators see of the audit log: events, and what those who did them are called. */
@Injectable()
export class AuditDesk {
  constructor(
    private readonly reader: AuditReader,
    private readonly directory: UserDirectory,
    private readonly clients: Clients,
  ) {}

  /** @throws Problem `conflict` where the log is kept elsewhere; so do the others */
  async search(page: PageRequest<'at'>, filters: AuditFilters): Promise<Page<KnownEvent>> {
    const found = await this.reader.find(page, filters);
    return { ...found, items: await this.know(found.items) };
  }

  /** @throws Problem `not-found` */
  async find(id: string): Promise<KnownEvent> {
    const [known] = await this.know([await this.reader.get(id)]);
    return known!;
  }

  /** Everything that fits, the newest first, in batches. */
  export(filters: AuditFilters): AsyncGenerator<KnownEvent[]> {
    this.reader.requireReadable();
    return this.labelled(this.reader.batches(filters));
  }

  private async *labelled(batches: AsyncIterable<AuditEvent[]>): AsyncGenerator<KnownEvent[]> {
    for await (const events of batches) yield this.know(events);
  }

  private async know(events: readonly AuditEvent[]): Promise<KnownEvent[]> {
    const labels = new Map<string, string | null>();
    for (const { actor } of events) {
      const key = keyOf(actor);
      if (!labels.has(key)) labels.set(key, await this.label(actor));
    }
    return events.map((event) => ({ event, label: labels.get(keyOf(event.actor))! }));
  }

  private async label({ type, id }: Party): Promise<string | null> {
    if (id === null) return null;
    if (type === 'user') return (await this.directory.find(id))?.name ?? null;
    return type === 'client' ? ((await this.clients.findByRef(clientRef(id)))?.name ?? null) : null;
  }
}

const keyOf = ({ type, id }: Party): string => `${type} ${id}`;

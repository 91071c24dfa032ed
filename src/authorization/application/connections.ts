import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import type { Connection } from '../domain/connection';

/** Reads which apps can act for a person at a moment: one Connection for each app, whatever it was allowed in. */
export abstract class Connections {
  abstract listOf(userId: string, at: EpochMs, page: PageRequest<'since'>): Promise<Page<Connection>>;
  abstract find(userId: string, clientRef: string, at: EpochMs): Promise<Connection | null>;
}

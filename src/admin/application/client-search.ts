import type { Client, ClientType } from '../../clients/domain/client';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';

/** What clients can be sorted by. */
export type ClientSort = 'createdAt' | 'nameFolded';

export interface ClientFilters {
  /** Beginning of the name or of the client id. */
  q?: string;
  type?: ClientType;
  owner_id?: string;
  status?: Client['status'];
  grant_type?: string;
  scope?: string;
  /** Those that have had no token since then. */
  unused_since?: EpochMs;
}

/** Finds clients among all. */
export abstract class ClientSearch {
  abstract find(page: PageRequest<ClientSort>, filters: ClientFilters): Promise<Page<Client>>;
  abstract count(filters: ClientFilters): Promise<number>;
}

import type { EpochMs } from '../../shared/domain/clock';
import type { Resource } from '../../scopes/domain/resource';

/** Where a Resource is written down: what names it, and what has been granted for it and lives. */
export interface ResourceUse {
  /** Clients that are limited to some Resources, and this is one. */
  clients: number;
  authorizations: number;
  /** Scopes that are for it alone. */
  scopes: number;
}

/** Counts where a Resource is used. */
export abstract class ResourceUses {
  abstract count(resource: Resource, at: EpochMs): Promise<ResourceUse>;
}

import type { Client } from '../../clients/domain/client';
import type { EpochMs } from '../../shared/domain/clock';

/** An app that can act for a person: because they allowed it, or because an Authorization for it lives. */
export interface Connection {
  clientRef: string;
  /** Null: the app is gone, and only what was allowed to it is left. */
  client: Client | null;
  /** What it may do at any API, as far as it was allowed. */
  scopes: string[];
  /** When the person allowed it first, or it first got a token. */
  since: EpochMs;
  /** When it last got or renewed a token, exact to the hour; null: it holds none that lives. */
  lastUsedAt: EpochMs | null;
}

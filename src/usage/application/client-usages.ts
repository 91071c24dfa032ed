import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';

/** What a client got since somebody looked last. */
export interface UsageDelta {
  clientRef: string;
  day: number;
  tokens: number;
  lastUsedAt: EpochMs;
}

/** What the owner of a client wants to know. */
export interface UsageSummary {
  tokens: number;
  /** Null: never in the time that is remembered. */
  lastUsedAt: EpochMs | null;
}

/** Where use is counted, by client and day. */
export abstract class ClientUsages implements Purgeable {
  /** Adds to what is there: nodes count side by side. */
  abstract add(delta: UsageDelta): Promise<void>;
  /** Tokens since a day; the last use is looked for in all that is remembered. */
  abstract summary(clientRef: string, sinceDay: number): Promise<UsageSummary>;
  /** When each was used last; clients that never were are missing. */
  abstract lastUsed(clientRefs: readonly string[]): Promise<Map<string, EpochMs>>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

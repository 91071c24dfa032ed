import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';

/** The number of a day, counted from 1970-01-01 UTC. */
export const dayOf = (at: EpochMs): number => Math.floor(at / DAY_MS);

/** How many tokens a client got on one day. */
export class ClientUsage {
  /** The client's ref and the day: one row for both. */
  id!: string;
  clientRef!: string;
  day!: number;
  tokens!: number;
  lastUsedAt!: EpochMs;
  expiresAt!: EpochMs;
}

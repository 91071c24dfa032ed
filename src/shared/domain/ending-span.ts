import type { EpochMs } from './clock';

/** Asks for a batch of what ends within a span of time, by id. */
export interface EndingSpan {
  from: EpochMs;
  until: EpochMs;
  /** The id behind which the batch begins; empty at first. */
  after: string;
  limit: number;
}

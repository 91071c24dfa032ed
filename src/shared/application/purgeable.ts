import type { EpochMs } from '../domain/clock';

/** A store whose rows end; each adds itself to the explicit list in `purge.module.ts`. */
export interface Purgeable {
  /** @returns how many rows are gone; fewer than `limit` means that nothing is left */
  purge(at: EpochMs, limit: number): Promise<number>;
}

import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import type { Throttle } from '../domain/throttle';

/** Where it is counted. */
export abstract class Throttles implements Purgeable {
  abstract find(hash: string): Promise<Throttle | null>;
  /** False when somebody else was first. */
  abstract add(throttle: Throttle): Promise<boolean>;
  /** Writes it if nobody has changed it since; says whether it did. */
  abstract replace(throttle: Throttle, readChanges: number): Promise<boolean>;
  /**
   * Counts once more, if it is not `limit` times already in a window that lasts; a new window ends at `until`.
   *
   * @returns null, or when the window ends in which it may not happen again
   */
  abstract take(
    hash: string,
    limit: number,
    window: { at: EpochMs; until: EpochMs },
  ): Promise<EpochMs | null>;
  /** When the last wait for a name ends, wherever it is; 0: there is none. */
  abstract latestLock(nameHash: string): Promise<EpochMs>;
  /** Forgets every guess at a name. */
  abstract forgetName(nameHash: string, at: EpochMs): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import type { Throttle } from '../domain/throttle';

/** Where guesses are counted. */
export abstract class Throttles implements Purgeable {
  abstract find(hash: string): Promise<Throttle | null>;
  /** False when somebody else was first. */
  abstract add(throttle: Throttle): Promise<boolean>;
  /** Writes it if nobody has changed it since; says whether it did. */
  abstract replace(throttle: Throttle, readChanges: number): Promise<boolean>;
  /** Forgets every guess at a name. */
  abstract forgetName(nameHash: string, at: EpochMs): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

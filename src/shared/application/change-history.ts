import type { EpochMs } from '../domain/clock';
import type { Purgeable } from './purgeable';

/** What nodes have told each other about changes: of use only to those that ask often, so it is kept for an hour. */
export abstract class ChangeHistory implements Purgeable {
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

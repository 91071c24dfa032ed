import type { EpochMs } from '../../shared/domain/clock';
import { digits62, randomBase62 } from '../../shared/domain/secret';

const TIME_LENGTH = 8;
const COUNT_LENGTH = 3;
const RANDOM_LENGTH = 5;

/**
 * Ids of events in the order in which they are given out: the time, a count within the millisecond, and chance, so that
 * two nodes never give out the same one.
 */
export class AuditEventIds {
  private last = 0;
  private count = 0;

  next(at: EpochMs): string {
    // A clock that is set back must not repeat what was given out: the count goes on.
    this.count = at > this.last ? 0 : this.count + 1;
    this.last = Math.max(this.last, at);
    const time = digits62(at, TIME_LENGTH);
    return `evt_${time}${digits62(this.count, COUNT_LENGTH)}${randomBase62(RANDOM_LENGTH)}`;
  }
}

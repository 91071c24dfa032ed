import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings';
import { Clock, type EpochMs } from '../shared/domain/clock';
import { MinuteWindow } from '../shared/domain/minute-window';
import { sha256 } from '../shared/domain/secret';
import { Throttles } from '../throttles/application/throttles';
import { sharesOf } from './shares';

/** What becomes of one more request. */
export interface Counted {
  isAllowed: boolean;
  /** How many more this node would allow now. */
  left: number;
  /** Until everybody begins anew. */
  secondsLeft: number;
}

/**
 * Counts the requests of each token in a minute (`API_RATE_LIMIT`), for all nodes: nearly always in memory, see `Shares`. In
 * the database stands only how many shares were taken, and of that only what busy tokens take.
 */
@Injectable()
export class RequestQuota {
  private readonly window = new MinuteWindow();
  /** Whether the latest share that somebody has asked for in this minute could be had. */
  private shares = new Map<string, Promise<boolean>>();
  private endsAt: EpochMs = 0;

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly throttles: Throttles,
  ) {}

  async take(who: string): Promise<Counted> {
    const quota = this.settings.apiRateLimit;
    const { used, secondsLeft, endsAt } = this.window.count(who, this.clock.now());
    if (endsAt !== this.endsAt) [this.endsAt, this.shares] = [endsAt, new Map()];
    const isAllowed = used <= quota && (await this.isShared(who, used));
    return { isAllowed, left: isAllowed ? quota - used : 0, secondsLeft };
  }

  /** Whether the request is one of the node's own, or of a share that it has got. */
  private async isShared(who: string, used: number): Promise<boolean> {
    const { own, size, count } = sharesOf(this.settings.apiRateLimit);
    if (used <= own) return true;
    const latest = this.shares.get(who);
    if (latest && (used - own - 1) % size !== 0) return latest;
    const { endsAt } = this;
    const share = (latest ?? Promise.resolve(true)).then(async (hadAll) => {
      if (!hadAll) return false;
      const window = { at: this.clock.now(), until: endsAt };
      return (await this.throttles.take(sha256(`api\0${who}`), count, window)) === null;
    });
    this.shares.set(who, share);
    try {
      return await share;
    } catch (error) {
      // The database was away: the next request asks again.
      if (this.shares.get(who) === share) this.shares.delete(who);
      throw error;
    }
  }
}

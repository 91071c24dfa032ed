import { Injectable } from '@nestjs/common';
import { type Counter, Metrics } from '../../shared/application/metrics';
import { Clock, type EpochMs } from '../../shared/domain/clock';
import {
  type GuessLimit,
  type Throttle,
  type ThrottleKey,
  withGuess,
  withoutGuess,
} from '../domain/throttle';
import { Throttles } from './throttles';
import { TooManyTries } from './too-many-tries';

/** One guess that was counted. */
export interface Guess {
  counted: Throttle;
  limit: GuessLimit;
  /** Whether nobody may try again for a while if this one is wrong. */
  locks: boolean;
}

/** Counts guesses exactly, also those made side by side and on several nodes. */
@Injectable()
export class Guesses {
  private readonly refused: Counter;

  constructor(
    private readonly throttles: Throttles,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.refused = metrics.counter('grantor_throttled_total', 'What was tried too often, by what it was.');
  }

  /** @throws TooManyTries */
  async count(key: ThrottleKey, limit: GuessLimit): Promise<Guess> {
    const counted = await this.change(key.hash, (seen) => {
      const next = withGuess(seen, key, limit, this.clock.now());
      if (next) return next;
      this.refused.add({ what: 'password' });
      throw new TooManyTries(seen!.lockedUntil - this.clock.now());
    });
    return { counted, limit, locks: counted.lockedUntil > 0 };
  }

  /** It was no guess: the password was right, or could not be checked. */
  async takeBack({ counted, limit }: Guess): Promise<void> {
    await this.change(counted.hash, (seen) =>
      withoutGuess(seen ?? counted, counted, limit, this.clock.now()),
    );
  }

  /** It was right: whatever was counted there before is forgotten. */
  async forget({ counted, limit }: Guess): Promise<void> {
    const now = this.clock.now();
    await this.change(counted.hash, (seen) => {
      const free = withoutGuess(seen ?? counted, counted, limit, now);
      return { ...free, failures: 0, lockedUntil: 0, expiresAt: now };
    });
  }

  /** Until when somebody, somewhere, may not guess at the name; null: nobody has to wait. */
  async lockedUntil(nameHash: string): Promise<EpochMs | null> {
    const latest = await this.throttles.latestLock(nameHash);
    return latest > this.clock.now() ? latest : null;
  }

  /** Forgets every guess at a name, from wherever it came. */
  forgetName(nameHash: string): Promise<void> {
    return this.throttles.forgetName(nameHash, this.clock.now());
  }

  /** Again and again until nobody else has changed it between reading and writing; each time somebody has gone on. */
  private async change(hash: string, next: (seen: Throttle | null) => Throttle): Promise<Throttle> {
    for (;;) {
      const seen = await this.throttles.find(hash);
      const wanted = next(seen);
      const done = seen ? this.throttles.replace(wanted, seen.changes) : this.throttles.add(wanted);
      if (await done) return wanted;
    }
  }
}

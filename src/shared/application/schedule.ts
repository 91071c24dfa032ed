import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { randomBase62 } from '../domain/secret';
import { Leases } from './leases';

/** A process that dies is missed after so long; one that works on renews its lease well before. */
const HELD_MS = 60_000;
const RENEWED_EVERY_MS = HELD_MS / 3;
/** The timers of several processes do not beat in time: who comes a little early shall find the turn taken. */
const SHARE_OF_PERIOD = 0.9;

export type ScheduledWork = () => Promise<unknown>;

/**
 * Does work again and again, in one process of all that share the database: each has a timer, and whoever takes the
 * lease works. What fails is logged, and left to whoever comes next.
 */
@Injectable()
export class Schedule implements OnApplicationShutdown {
  private readonly logger = new Logger('Schedule');
  private readonly holder = randomBase62(16);
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly underWay = new Set<string>();

  constructor(
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  every(name: string, periodMs: number, work: ScheduledWork): void {
    const timer = setInterval(() => {
      this.turn(name, periodMs, work).catch((error: unknown) =>
        this.logger.error(`${name} failed; it is tried again`, error),
      );
    }, periodMs).unref();
    this.timers.add(timer);
  }

  /** @returns whether it was this process's turn */
  async turn(name: string, periodMs: number, work: ScheduledWork): Promise<boolean> {
    if (this.underWay.has(name)) return false;
    const begun = this.clock.now();
    if (!(await this.hold(name, HELD_MS))) return false;
    this.underWay.add(name);
    const renewal = setInterval(() => {
      this.hold(name, HELD_MS).catch((error: unknown) => this.logger.warn(error));
    }, RENEWED_EVERY_MS).unref();
    let until = begun;
    try {
      await work();
      until = begun + periodMs * SHARE_OF_PERIOD;
    } finally {
      clearInterval(renewal);
      this.underWay.delete(name);
      await this.hold(name, Math.round(until - this.clock.now()));
    }
    return true;
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private hold(name: string, forMs: number): Promise<boolean> {
    const now = this.clock.now();
    return this.leases.take(name, this.holder, now, now + forMs);
  }
}

import { Injectable } from '@nestjs/common';
import { type Counter, Metrics } from '../../shared/application/metrics';
import { Clock } from '../../shared/domain/clock';
import { sha256 } from '../../shared/domain/secret';
import { networkOf } from '../domain/network';
import { Throttles } from './throttles';

/** How often something may happen in a time that begins with its first. */
export interface Quota {
  /** Names what is counted, in the metrics too. */
  name: string;
  times: number;
  windowMs: number;
}

/** Counts what strangers may do only so often, by the network that they come from. */
@Injectable()
export class Quotas {
  private readonly refused: Counter;

  constructor(
    private readonly throttles: Throttles,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.refused = metrics.counter('grantor_throttled_total', 'What was tried too often, by what it was.');
  }

  /**
   * Counts once more.
   *
   * @param subject whatever else is counted by itself, e.g. a client
   * @returns 0, or the seconds after which it may happen again
   */
  async take({ name, times, windowMs }: Quota, ip: string | null, subject = ''): Promise<number> {
    const now = this.clock.now();
    const hash = sha256(`${name}\0${subject}\0${networkOf(ip ?? 'nowhere')}`);
    const freeAt = await this.throttles.take(hash, times, { at: now, until: now + windowMs });
    if (freeAt === null) return 0;
    this.refused.add({ what: name });
    return Math.max(Math.ceil((freeAt - now) / 1000), 1);
  }
}

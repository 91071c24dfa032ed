import { Injectable, Logger, type OnModuleInit, type OnApplicationShutdown } from '@nestjs/common';
import { clientRef } from '../../clients/domain/client';
import { Clock, type EpochMs } from '../../shared/domain/clock';
import { SecurityEvents } from '../../shared/domain/security-events';
import { dayOf } from '../domain/client-usage';
import { ClientUsages, type UsageDelta, type UsageSummary } from './client-usages';

const WRITE_EVERY_MS = 5000;
const WEEK_DAYS = 7;

/**
 * Counts the tokens that clients get, for the people who own them.
 *
 * It counts in memory and writes every few seconds, so that no token waits for it: a crash loses a few seconds of a
 * number that nobody decides by.
 */
@Injectable()
export class UsageCounter implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Usage');
  private pending = new Map<string, UsageDelta>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly usages: ClientUsages,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(['token.issued', 'token.refreshed'], async ({ clientId }) => {
      if (clientId) this.note(clientId);
    });
    this.timer = setInterval(() => {
      this.write().catch((error: unknown) => this.logger.warn({ message: 'Use was not counted', error }));
    }, WRITE_EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.write();
  }

  /** Writes what has been counted; what cannot be written is given up. */
  async write(): Promise<void> {
    const deltas = [...this.pending.values()];
    this.pending = new Map();
    for (const delta of deltas) await this.usages.add(delta);
  }

  /** The last seven days, today included. */
  async lastWeek(ref: string): Promise<UsageSummary> {
    await this.write();
    return this.usages.summary(ref, dayOf(this.clock.now()) - WEEK_DAYS + 1);
  }

  /** When each was used last; clients that never were are missing. */
  lastUsed(refs: readonly string[]): Promise<Map<string, EpochMs>> {
    return this.usages.lastUsed(refs);
  }

  private note(clientId: string): void {
    const ref = clientRef(clientId);
    const now = this.clock.now();
    const day = dayOf(now);
    const known = this.pending.get(`${ref}.${day}`);
    if (known) {
      known.tokens++;
      known.lastUsedAt = now;
    } else {
      this.pending.set(`${ref}.${day}`, { clientRef: ref, day, tokens: 1, lastUsedAt: now });
    }
  }
}

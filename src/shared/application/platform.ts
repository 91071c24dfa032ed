import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Clock, type EpochMs } from '../domain/clock';
import { SecretFormat } from '../domain/secret';
import { type SecurityEvent, SecurityEvents } from '../domain/security-events';
import { Transaction } from '../domain/transaction';
import { Background, type Work } from './background';

/** The ground that nearly every service stands on: settings, time, secrets, transactions and events, in one hand. */
@Injectable()
export class Platform {
  constructor(
    readonly settings: Settings,
    readonly secrets: SecretFormat,
    private readonly clock: Clock,
    private readonly transactions: Transaction,
    private readonly events: SecurityEvents,
    private readonly background: Background,
  ) {}

  now(): EpochMs {
    return this.clock.now();
  }

  /** See `Transaction.run`. */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.transactions.run(work);
  }

  /** See `Transaction.lock`. */
  lock(name: string): Promise<void> {
    return this.transactions.lock(name);
  }

  /** See `Transaction.afterCommit`. */
  afterCommit(work: () => void): void {
    this.transactions.afterCommit(work);
  }

  /** See `Background.run`. */
  inBackground(work: Work): void {
    this.background.run(work);
  }

  /** See `SecurityEvents.publish`. */
  publish(event: SecurityEvent): Promise<void> {
    return this.events.publish(event);
  }
}

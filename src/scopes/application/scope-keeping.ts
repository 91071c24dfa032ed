import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LiveCopies } from '../../shared/application/live-copies';
import { fieldError, refused } from '../../shared/domain/problem';
import { Transaction } from '../../shared/domain/transaction';
import { ScopeCatalogue } from './scope-catalogue';
import { ScopeStore } from './scope-store';

/** Whoever writes down a scope that can be deleted, or deletes one, holds this. */
const LOCK = 'scopes';

/** Keeps the catalogue as administrators have it, and scopes there as long as somebody is about to write them down. */
@Injectable()
export class ScopeKeeping implements OnModuleInit {
  constructor(
    private readonly store: ScopeStore,
    private readonly catalogue: ScopeCatalogue,
    private readonly copies: LiveCopies,
    private readonly transaction: Transaction,
  ) {}

  onModuleInit(): void {
    this.copies.register(() => this.renew());
  }

  /** The catalogue is as it is stored: done at the beginning of each request, and by whoever changes it. */
  async renew(): Promise<void> {
    this.catalogue.adopt(await this.store.all());
  }

  /** Inside a transaction: nobody else writes down or deletes scopes until it ends. */
  hold(): Promise<void> {
    return this.transaction.lock(LOCK);
  }

  /**
   * Inside a transaction that writes these scopes down: they are there until it ends, and its deletion sees them then.
   *
   * @throws Problem `validation-failed` for one that was deleted a moment ago
   */
  async require(names: readonly string[]): Promise<void> {
    const mortal = names.filter((name) => !this.catalogue.isFixed(name));
    if (mortal.length === 0) return;
    await this.hold();
    const there = new Set((await this.store.all()).map(({ name }) => name));
    const gone = mortal.find((name) => !there.has(name));
    if (gone === undefined) return;
    throw refused('validation-failed', fieldError('/scopes', 'unknown', 'fault.scope.gone', { scope: gone }));
  }
}

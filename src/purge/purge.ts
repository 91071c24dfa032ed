import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditRetention } from '../audit/application/audit-retention';
import { AuthorizationCodes, PendingRequests } from '../authorization/application/stores';
import { IdempotencyKeys } from '../idempotency/application/idempotency-keys';
import { KeyRing } from '../keys/application/key-ring';
import { OneTimeLinkStore } from '../one-time-links/application/one-time-link-store';
import { PersonalAccessTokenStore } from '../personal-access-tokens/application/personal-access-token-store';
import { UnusedTokens } from '../personal-access-tokens/application/unused-tokens';
import { KnownBrowsers } from '../sessions/application/known-browsers';
import { Sessions } from '../sessions/application/sessions';
import { ChangeHistory } from '../shared/application/change-history';
import { Throttles } from '../throttles/application/throttles';
import type { Purgeable } from '../shared/application/purgeable';
import { Schedule } from '../shared/application/schedule';
import { Clock } from '../shared/domain/clock';
import {
  AccessTokens,
  Authorizations,
  RefreshTokenFamilies,
  RevokedTokens,
} from '../tokens/application/stores';
import { ClientUsages } from '../usage/application/client-usages';

const BATCH = 500;
const EVERY_MS = 10 * 60_000;

/** How many rows of each kind are gone. */
export type PurgeResult = Record<string, number>;

/** Every store whose rows end. */
@Injectable()
export class PurgeableStores {
  readonly byName: Record<string, Purgeable>;

  constructor(
    pending_requests: PendingRequests,
    authorization_codes: AuthorizationCodes,
    access_tokens: AccessTokens,
    refresh_tokens: RefreshTokenFamilies,
    revoked_tokens: RevokedTokens,
    authorizations: Authorizations,
    unused_personal_access_tokens: UnusedTokens,
    personal_access_tokens: PersonalAccessTokenStore,
    sessions: Sessions,
    known_browsers: KnownBrowsers,
    throttles: Throttles,
    idempotency_keys: IdempotencyKeys,
    one_time_links: OneTimeLinkStore,
    client_usage: ClientUsages,
    audit_events: AuditRetention,
    change_feed: ChangeHistory,
  ) {
    this.byName = {
      pending_requests,
      authorization_codes,
      access_tokens,
      refresh_tokens,
      revoked_tokens,
      authorizations,
      unused_personal_access_tokens,
      personal_access_tokens,
      sessions,
      known_browsers,
      throttles,
      idempotency_keys,
      one_time_links,
      client_usage,
      audit_events,
      change_feed,
    };
  }
}

/**
 * Deletes what has ended, in small batches so that nobody waits for a lock: every ten minutes, in one process of all, and
 * by the CLI.
 */
@Injectable()
export class Purge implements OnApplicationBootstrap {
  private readonly stores: Record<string, Purgeable>;

  constructor(
    stores: PurgeableStores,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
    private readonly schedule: Schedule,
  ) {
    this.stores = stores.byName;
  }

  onApplicationBootstrap(): void {
    this.schedule.every('purge', EVERY_MS, () => this.run());
  }

  async run(): Promise<PurgeResult> {
    const result: PurgeResult = { signing_keys: await this.keys.purge() };
    for (const [name, store] of Object.entries(this.stores)) result[name] = await this.purge(store);
    return result;
  }

  private async purge(store: Purgeable): Promise<number> {
    let total = 0;
    for (;;) {
      const gone = await store.purge(this.clock.now(), BATCH);
      total += gone;
      if (gone < BATCH) return total;
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import { SYSTEM } from '../../shared/domain/security-events';
import { UNUSED_FOR } from '../domain/personal-access-token';
import { PersonalAccessTokenEndings } from './personal-access-token-endings';
import { PersonalAccessTokenStore } from './personal-access-token-store';

/** Revokes personal tokens that nobody has used for a year. */
@Injectable()
export class UnusedTokens implements Purgeable {
  constructor(
    private readonly store: PersonalAccessTokenStore,
    private readonly endings: PersonalAccessTokenEndings,
  ) {}

  async purge(at: EpochMs, limit: number): Promise<number> {
    const unused = await this.store.listUnused(at - UNUSED_FOR, at, limit);
    for (const token of unused) await this.endings.revoke(token, SYSTEM);
    return unused.length;
  }
}

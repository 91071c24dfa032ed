import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import { isDuplicate } from '../../database/retry';
import type { EpochMs } from '../../shared/domain/clock';
import { KnownBrowsers } from '../application/known-browsers';
import { KnownBrowser } from '../domain/known-browser';

/** Kinds of browsers in our own table. */
@Injectable()
export class TypeOrmKnownBrowsers extends KnownBrowsers {
  constructor(private readonly database: Database) {
    super();
  }

  async note({ hash, userId, expiresAt }: KnownBrowser): Promise<'first' | 'new' | 'known'> {
    if ((await this.browsers.update({ hash }, { expiresAt })).affected === 1) return 'known';
    const others = await this.browsers.countBy({ userId });
    try {
      await this.browsers.insert({ hash, userId, expiresAt });
    } catch (error) {
      // The same browser has signed in twice at once: the other sign-in tells of it.
      if (isDuplicate(error)) return 'known';
      throw error;
    }
    return others === 0 ? 'first' : 'new';
  }

  async removeOf(userId: string): Promise<void> {
    await this.browsers.delete({ userId });
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_known_browsers', 'hash', at, limit);
  }

  private get browsers() {
    return this.database.repository(KnownBrowser);
  }
}

import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import type { EpochMs } from '../../shared/domain/clock';
import { type LinkKey, OneTimeLinkStore } from '../application/one-time-link-store';
import { type LinkPurpose, OneTimeLink } from '../domain/one-time-link';

/** Hashes of one-time links in our own table. */
@Injectable()
export class TypeOrmOneTimeLinkStore extends OneTimeLinkStore {
  constructor(private readonly database: Database) {
    super();
  }

  async add(link: OneTimeLink): Promise<void> {
    await this.links.insert(link);
  }

  findLiving(key: LinkKey, at: EpochMs): Promise<OneTimeLink | null> {
    return this.links.findOneBy(living(key, at));
  }

  async take(key: LinkKey, at: EpochMs): Promise<boolean> {
    return (await this.links.update(living(key, at), { endedAt: at })).affected === 1;
  }

  async endOf(subject: string, purpose: LinkPurpose | null, at: EpochMs): Promise<void> {
    const which = { subject, ...(purpose && { purpose }), endedAt: IsNull() };
    await this.links.update(which, { endedAt: at });
  }

  countSince(subject: string, purpose: LinkPurpose, since: EpochMs): Promise<number> {
    return this.links.countBy({ subject, purpose, createdAt: MoreThan(since) });
  }

  countLiving(subject: string, purpose: LinkPurpose, at: EpochMs): Promise<number> {
    return this.links.countBy({ subject, purpose, expiresAt: MoreThan(at), endedAt: IsNull() });
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_one_time_links', 'hash', at, limit);
  }

  private get links() {
    return this.database.repository(OneTimeLink);
  }
}

const living = (key: LinkKey, at: EpochMs) => ({ ...key, expiresAt: MoreThan(at), endedAt: IsNull() });

import { Injectable } from '@nestjs/common';
import { Between, In, IsNull, MoreThan } from 'typeorm';
import { Database } from '../../database/database';
import type { EpochMs } from '../../shared/domain/clock';
import type { EndingSpan } from '../../shared/domain/ending-span';
import { ClientSecrets } from '../application/clients';
import { ClientSecret } from '../domain/client-secret';

/** Hashes of client secrets in our own table. */
@Injectable()
export class TypeOrmClientSecrets extends ClientSecrets {
  constructor(private readonly database: Database) {
    super();
  }

  async add(secret: ClientSecret): Promise<void> {
    await this.database.repository(ClientSecret).insert(secret);
  }

  listOf(clientRef: string): Promise<ClientSecret[]> {
    return this.database.repository(ClientSecret).findBy({ clientRef });
  }

  async listOfAll(clientRefs: readonly string[]): Promise<ClientSecret[]> {
    if (clientRefs.length === 0) return [];
    return this.database.repository(ClientSecret).findBy({ clientRef: In([...clientRefs]) });
  }

  findByHash(hash: string): Promise<ClientSecret | null> {
    return this.database.repository(ClientSecret).findOneBy({ hash });
  }

  async noteLeak(id: string, at: EpochMs): Promise<boolean> {
    const rows = this.database.repository(ClientSecret);
    return (await rows.update({ id, leakReportedAt: IsNull() }, { leakReportedAt: at })).affected === 1;
  }

  async expire(id: string, at: EpochMs): Promise<void> {
    await this.database.repository(ClientSecret).update({ id }, { expiresAt: at });
  }

  listEnding({ from, until, after, limit }: EndingSpan): Promise<ClientSecret[]> {
    return this.database.repository(ClientSecret).find({
      where: { expiresAt: Between(from, until), id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  async removeOf(clientRef: string): Promise<void> {
    await this.database.repository(ClientSecret).delete({ clientRef });
  }

  async remove(id: string): Promise<void> {
    await this.database.repository(ClientSecret).delete({ id });
  }

  async noteUse(id: string, at: EpochMs): Promise<void> {
    await this.database.repository(ClientSecret).update({ id }, { lastUsedAt: at });
  }
}

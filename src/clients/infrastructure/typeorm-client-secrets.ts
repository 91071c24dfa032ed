import { Injectable } from '@nestjs/common';
import { Between, In, IsNull, MoreThan } from 'typeorm';
import { Database } from '../../database/database';
import type { RowCache } from '../../database/row-cache';
import { aboutSecretsOf } from '../../database/subjects';
import type { EpochMs } from '../../shared/domain/clock';
import type { EndingSpan } from '../../shared/domain/ending-span';
import { ClientSecrets } from '../application/clients';
import { ClientSecret } from '../domain/client-secret';

/** Hashes of client secrets in our own table. */
@Injectable()
export class TypeOrmClientSecrets extends ClientSecrets {
  private readonly kept: RowCache<ClientSecret[]>;

  constructor(private readonly database: Database) {
    super();
    const about = (_: ClientSecret[], clientRef: string) => [aboutSecretsOf(clientRef)];
    this.kept = database.cache({ table: 'grantor_client_secrets', about });
  }

  async add(secret: ClientSecret): Promise<void> {
    await this.changing(secret, () => this.rows.insert(secret));
  }

  async listOf(clientRef: string): Promise<ClientSecret[]> {
    return (await this.kept.get(clientRef, () => this.rows.findBy({ clientRef }))) ?? [];
  }

  async listOfAll(clientRefs: readonly string[]): Promise<ClientSecret[]> {
    if (clientRefs.length === 0) return [];
    return this.rows.findBy({ clientRef: In([...clientRefs]) });
  }

  findByHash(hash: string): Promise<ClientSecret | null> {
    return this.rows.findOneBy({ hash });
  }

  async noteLeak(secret: ClientSecret, at: EpochMs): Promise<boolean> {
    const unknown = { id: secret.id, leakReportedAt: IsNull() };
    const noted = await this.changing(secret, () => this.rows.update(unknown, { leakReportedAt: at }));
    return noted.affected === 1;
  }

  async expire(secret: ClientSecret, at: EpochMs): Promise<void> {
    await this.changing(secret, () => this.rows.update({ id: secret.id }, { expiresAt: at }));
  }

  listEnding({ from, until, after, limit }: EndingSpan): Promise<ClientSecret[]> {
    return this.rows.find({
      where: { expiresAt: Between(from, until), id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  async removeOf(clientRef: string): Promise<void> {
    await this.changing({ clientRef }, () => this.rows.delete({ clientRef }));
  }

  async remove(secret: ClientSecret): Promise<void> {
    await this.changing(secret, () => this.rows.delete({ id: secret.id }));
  }

  async adopt(secret: ClientSecret, own: Pick<ClientSecret, 'hash' | 'last4'>): Promise<void> {
    const { id, foreignHash } = secret;
    const as = { id, foreignHash: foreignHash ?? IsNull() };
    await this.changing(secret, () => this.rows.update(as, { ...own, foreignHash: null }));
  }

  /** Other nodes need not know at once. */
  async noteUse({ id, clientRef }: ClientSecret, at: EpochMs): Promise<void> {
    await this.database.unseen(() => this.rows.update({ id }, { lastUsedAt: at }));
    this.kept.drop(aboutSecretsOf(clientRef));
  }

  private changing<T>({ clientRef }: Pick<ClientSecret, 'clientRef'>, work: () => Promise<T>): Promise<T> {
    return this.database.changing([aboutSecretsOf(clientRef)], work);
  }

  private get rows() {
    return this.database.repository(ClientSecret);
  }
}

import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Database } from '../../database/database';
import { isDuplicate } from '../../database/retry';
import type { EpochMs } from '../../shared/domain/clock';
import { KidTakenError, SigningKeys } from '../application/signing-keys';
import { type KeyStatus, SigningKey } from '../domain/signing-key';

/** Signing keys in our own table. */
@Injectable()
export class TypeOrmSigningKeys extends SigningKeys {
  constructor(private readonly database: Database) {
    super();
  }

  list(): Promise<SigningKey[]> {
    return this.keys.find({ order: { createdAt: 'ASC', kid: 'ASC' } });
  }

  async add(key: SigningKey): Promise<void> {
    try {
      await this.keys.insert(key);
    } catch (error) {
      throw isDuplicate(error) ? new KidTakenError() : error;
    }
  }

  async move(
    kid: string,
    from: KeyStatus,
    to: KeyStatus,
    times: { activatedAt?: EpochMs; retireAt?: EpochMs },
  ): Promise<boolean> {
    return (await this.keys.update({ kid, status: from }, { status: to, ...times })).affected === 1;
  }

  async remove(kid: string): Promise<void> {
    await this.keys.delete({ kid });
  }

  async removeUnused(kid: string, at: EpochMs): Promise<boolean> {
    const unused = [
      { kid, status: 'next' as const },
      { kid, status: 'retiring' as const, retireAt: LessThanOrEqual(at) },
    ];
    for (const which of unused) if ((await this.keys.delete(which)).affected === 1) return true;
    return false;
  }

  async addSigned(kid: string, count: number): Promise<void> {
    await this.database.statement(() => this.keys.increment({ kid }, 'signedCount', count));
  }

  async removeRetired(at: EpochMs): Promise<number> {
    return (await this.keys.delete({ status: 'retiring', retireAt: LessThanOrEqual(at) })).affected ?? 0;
  }

  private get keys() {
    return this.database.repository(SigningKey);
  }
}

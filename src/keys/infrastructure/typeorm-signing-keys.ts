import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Database } from '../../database/database';
import { isDuplicate } from '../../database/retry';
import type { RowCache } from '../../database/row-cache';
import { ABOUT_KEYS } from '../../database/subjects';
import type { EpochMs } from '../../shared/domain/clock';
import { KidTakenError, SigningKeys } from '../application/signing-keys';
import { type KeyStatus, SigningKey } from '../domain/signing-key';

/** Signing keys in our own table. */
@Injectable()
export class TypeOrmSigningKeys extends SigningKeys {
  private readonly kept: RowCache<SigningKey[]>;

  constructor(private readonly database: Database) {
    super();
    this.kept = database.cache({ table: 'grantor_signing_keys', about: () => [ABOUT_KEYS] });
  }

  async list(): Promise<SigningKey[]> {
    const order = { createdAt: 'ASC', kid: 'ASC' } as const;
    return (await this.kept.get('all', () => this.keys.find({ order }))) ?? [];
  }

  async add(key: SigningKey): Promise<void> {
    try {
      await this.changing(() => this.keys.insert(key));
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
    const which = { kid, status: from };
    const moved = await this.changing(() => this.keys.update(which, { status: to, ...times }));
    return moved.affected === 1;
  }

  async remove(kid: string): Promise<void> {
    await this.changing(() => this.keys.delete({ kid }));
  }

  async removeUnused(kid: string, at: EpochMs): Promise<boolean> {
    const unused = [
      { kid, status: 'next' as const },
      { kid, status: 'retiring' as const, retireAt: LessThanOrEqual(at) },
    ];
    return this.changing(async () => {
      for (const which of unused) if ((await this.keys.delete(which)).affected === 1) return true;
      return false;
    });
  }

  async addSigned(kid: string, count: number): Promise<void> {
    const add = () => this.keys.increment({ kid }, 'signedCount', count);
    await this.database.unseen(() => this.database.statement(add));
  }

  async signedCounts(): Promise<Map<string, number>> {
    const rows = await this.keys.find({ select: { kid: true, signedCount: true } });
    return new Map(rows.map(({ kid, signedCount }) => [kid, signedCount]));
  }

  async removeRetired(at: EpochMs): Promise<number> {
    const which = { status: 'retiring', retireAt: LessThanOrEqual(at) } as const;
    return (await this.database.unseen(() => this.keys.delete(which))).affected ?? 0;
  }

  private changing<T>(work: () => Promise<T>): Promise<T> {
    return this.database.changing([ABOUT_KEYS], work);
  }

  private get keys() {
    return this.database.repository(SigningKey);
  }
}

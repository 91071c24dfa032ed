import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { Leases } from '../shared/application/leases';
import type { EpochMs } from '../shared/domain/clock';
import { Database } from './database';
import { LeaseSchema } from './leases.schema';
import { isDuplicate } from './retry';

/** Leases in a table of a few rows, which are never deleted. */
@Injectable()
export class TypeOrmLeases extends Leases {
  constructor(private readonly database: Database) {
    super();
  }

  async take(name: string, holder: string, at: EpochMs, until: EpochMs): Promise<boolean> {
    const wanted = { holder, expiresAt: until };
    const free = [
      { name, holder },
      { name, expiresAt: LessThanOrEqual(at) },
    ];
    const taken = await this.database.statement(() =>
      this.rows.createQueryBuilder().update().set(wanted).where(free).execute(),
    );
    return taken.affected === 1 || this.isFirst({ name, ...wanted });
  }

  /** A name that was never held has no row. */
  private async isFirst(lease: { name: string; holder: string; expiresAt: EpochMs }): Promise<boolean> {
    if (await this.rows.existsBy({ name: lease.name })) return false;
    try {
      await this.rows.insert(lease);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private get rows() {
    return this.database.repository(LeaseSchema);
  }
}

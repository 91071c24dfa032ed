import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { isDuplicate } from '../../database/retry';
import type { RowCache } from '../../database/row-cache';
import { ABOUT_SETTINGS } from '../../database/subjects';
import { SettingsStore } from '../application/settings-store';
import { StoredSettings } from '../domain/stored-settings';

/** The live settings in our own table: one row, or none. */
@Injectable()
export class TypeOrmSettingsStore extends SettingsStore {
  /** A list, because that nothing is stored is worth keeping too. */
  private readonly kept: RowCache<StoredSettings[]>;

  constructor(private readonly database: Database) {
    super();
    this.kept = database.cache({ table: 'grantor_settings', about: () => [ABOUT_SETTINGS] });
  }

  async read(): Promise<StoredSettings | null> {
    return (await this.kept.get('all', () => this.rows.find()))?.[0] ?? null;
  }

  write(settings: StoredSettings, readVersion: number): Promise<boolean> {
    const { id, ...values } = settings;
    return this.database.changing([ABOUT_SETTINGS], async () => {
      if (readVersion > 0)
        return (await this.rows.update({ id, version: readVersion }, values)).affected === 1;
      try {
        await this.rows.insert(settings);
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    });
  }

  private get rows() {
    return this.database.repository(StoredSettings);
  }
}

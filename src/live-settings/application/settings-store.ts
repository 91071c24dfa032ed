import type { StoredSettings } from '../domain/stored-settings';

/** Where the live settings are kept. */
export abstract class SettingsStore {
  /** Null: nobody has changed any. */
  abstract read(): Promise<StoredSettings | null>;
  /** Writes them if nobody has since they were read; says whether it did. */
  abstract write(settings: StoredSettings, readVersion: number): Promise<boolean>;
}

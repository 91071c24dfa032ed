import type { LiveValues } from '../../config/settings';
import type { EpochMs } from '../../shared/domain/clock';

/** What administrators have changed of the live settings; what is missing is as the server was started. */
export class StoredSettings {
  /** There is one row. */
  id!: number;
  values!: Partial<LiveValues>;
  updatedAt!: EpochMs;
  version!: number;

  constructor(values: StoredSettings) {
    Object.assign(this, values);
  }
}

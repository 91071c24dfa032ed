import type { EpochMs } from '../../shared/domain/clock';

/** The one organization that this server is for. */
export class Organization {
  id!: string;
  name!: string;
  updatedAt!: EpochMs;
  version!: number;

  constructor(values: Organization) {
    Object.assign(this, values);
  }
}

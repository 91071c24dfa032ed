import type { Organization } from '../domain/organization';

/** Where the one organization is kept. */
export abstract class Organizations {
  /** Null until somebody has changed it. */
  abstract find(id: string): Promise<Organization | null>;
  /**
   * Writes it if nobody has changed it since it was read; says whether it did.
   *
   * @param readVersion 0: there was nothing to read
   */
  abstract replace(organization: Organization, readVersion: number): Promise<boolean>;
}

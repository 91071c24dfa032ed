import type { EpochMs } from '../domain/clock';

/** Names that one process at a time holds, over all processes and nodes that share the database. */
export abstract class Leases {
  /**
   * Takes a name that nobody holds, or holds on to one's own, until `until`; one statement decides who was first.
   *
   * @returns whether the caller holds it now
   */
  abstract take(name: string, holder: string, at: EpochMs, until: EpochMs): Promise<boolean>;
}

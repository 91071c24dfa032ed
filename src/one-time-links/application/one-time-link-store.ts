import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import type { LinkPurpose, OneTimeLink } from '../domain/one-time-link';

/** A link by its secret's hash, for one purpose only. */
export interface LinkKey {
  hash: string;
  purpose: LinkPurpose;
}

/** Where the hashes of one-time links are kept. */
export abstract class OneTimeLinkStore implements Purgeable {
  abstract add(link: OneTimeLink): Promise<void>;
  /** The link if it works at that moment. */
  abstract findLiving(key: LinkKey, at: EpochMs): Promise<OneTimeLink | null>;
  /** Ends it if it works at that moment; says whether this call was the one that did. */
  abstract take(key: LinkKey, at: EpochMs): Promise<boolean>;
  /** Ends all that the subject has, of one purpose or of any. */
  abstract endOf(subject: string, purpose: LinkPurpose | null, at: EpochMs): Promise<void>;
  /** How many were made after that moment, living or not. */
  abstract countSince(subject: string, purpose: LinkPurpose, since: EpochMs): Promise<number>;
  /** How many work at that moment. */
  abstract countLiving(subject: string, purpose: LinkPurpose, at: EpochMs): Promise<number>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}

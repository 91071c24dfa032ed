import type { EpochMs } from '../../shared/domain/clock';
import type { KeyStatus, SigningKey } from '../domain/signing-key';

/** The key id is taken: another process was first. */
export class KidTakenError extends Error {}

/** Where signing keys are kept. */
export abstract class SigningKeys {
  abstract list(): Promise<SigningKey[]>;
  /** @throws KidTakenError */
  abstract add(key: SigningKey): Promise<void>;
  /** Moves a key to another state if it is still in `from`; says whether this call did it. */
  abstract move(
    kid: string,
    from: KeyStatus,
    to: KeyStatus,
    times: { activatedAt?: EpochMs; retireAt?: EpochMs },
  ): Promise<boolean>;
  abstract remove(kid: string): Promise<void>;
  /** Removes a key that waits, or that verifies nothing any more; says whether this call did it. */
  abstract removeUnused(kid: string, at: EpochMs): Promise<boolean>;
  /** Adds to the number of tokens that it has signed: nodes count side by side. */
  abstract addSigned(kid: string, count: number): Promise<void>;
  /** By key id. A list of keys may be older than these numbers. */
  abstract signedCounts(): Promise<Map<string, number>>;
  abstract removeRetired(at: EpochMs): Promise<number>;
}

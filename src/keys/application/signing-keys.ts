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
  abstract removeRetired(at: EpochMs): Promise<number>;
}

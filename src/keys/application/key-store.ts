import type { JsonWebKey } from 'node:crypto';
import type { SigningAlgorithm } from '../../config/settings';

/** A key that anybody may verify with (RFC 7517 §4). */
export interface PublicKey {
  kid: string;
  alg: SigningAlgorithm;
  jwk: JsonWebKey;
}

/** The key that signs now. */
export interface Signer {
  kid: string;
  alg: SigningAlgorithm;
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/**
 * Replaceable part: signs tokens and publishes the keys to verify them with.
 *
 * A company with a key management service brings its own.
 */
export abstract class KeyStore {
  /** The key that signs with `alg` now; made when there is none yet. */
  abstract signer(alg: SigningAlgorithm): Promise<Signer>;

  /** Every key that can still verify, and the next one before it signs. What is missing here verifies nothing. */
  abstract publicKeys(): Promise<PublicKey[]>;
}

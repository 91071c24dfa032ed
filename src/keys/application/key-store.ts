import type { JsonWebKey } from 'node:crypto';
import type { Settings, SigningAlgorithm } from '../../config/settings';
import { Problem } from '../../shared/domain/problem';

/** A key that anybody may verify with (RFC 7517 §4). */
export interface PublicKey {
  kid: string;
  alg: SigningAlgorithm;
  /**
   * Of the kind that `alg` takes; RSA with 2048 bits or more (RFC 7518 §3.3). Where the same key is the same object each time,
   * it is imported once, and what it has signed is verified once.
   */
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

/** A key store that signs with the keys of our own ring, so that administrators can rotate them here. */
export abstract class RingKeyStore extends KeyStore {}

/** @throws Problem `conflict` where a file or the company keeps the keys */
export function requireRing(store: KeyStore, settings: Settings): void {
  if (store instanceof RingKeyStore) return;
  const detail =
    settings.signingKeysFile === null
      ? 'The keys of this server are kept elsewhere. Rotate them there.'
      : 'The keys come from SIGNING_KEYS_FILE. Rotate them there, then restart.';
  throw new Problem('conflict', detail);
}

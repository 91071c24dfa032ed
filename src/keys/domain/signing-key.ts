import type { SigningAlgorithm } from '../../config/settings';
import type { EpochMs } from '../../shared/domain/clock';

/**
 * `next` is published before it signs, `active` signs, `retiring` only verifies until the last token that it
 * signed has expired. A key that is gone verifies nothing.
 */
export type KeyStatus = 'next' | 'active' | 'retiring';

/** Members of a public JWK; all of them are strings (RFC 7518 §6). */
export type PublicJwk = Record<string, string>;

/** A key pair that signs tokens; the private half is encrypted. */
export class SigningKey {
  kid!: string;
  alg!: SigningAlgorithm;
  status!: KeyStatus;
  /** Public members only (RFC 7517 §4). */
  publicJwk!: PublicJwk;
  /** The private JWK, sealed with KEY_ENCRYPTION_SECRET. */
  sealedPrivateJwk!: string;
  createdAt!: EpochMs;
  activatedAt!: EpochMs | null;
  /** When a retiring key stops to verify. */
  retireAt!: EpochMs | null;

  constructor(values: SigningKey) {
    Object.assign(this, values);
  }
}

/** `2026-11-21-a`, `2026-11-21-b` … : readable, and in the order of making. */
export function nextKid(day: string, taken: readonly string[]): string {
  for (let index = 0; ; index++) {
    const letters =
      (index >= 26 ? String.fromCharCode(96 + Math.floor(index / 26)) : '') +
      String.fromCharCode(97 + (index % 26));
    const kid = `${day}-${letters}`;
    if (!taken.includes(kid)) return kid;
  }
}

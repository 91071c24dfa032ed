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
  /** How many tokens it has signed, a few seconds ago. */
  signedCount!: number;

  constructor(values: SigningKey) {
    Object.assign(this, values);
  }
}

/**
 * `2026-11-21-a`, `2026-11-21-b` … : readable, and always greater than the newest one, so that a key id never comes
 * back with another key (caches elsewhere know keys by their id).
 *
 * @param newest the greatest key id so far, or null
 */
export function nextKid(day: string, newest: string | null): string {
  const last = newest === null ? null : /^(\d{4}-\d{2}-\d{2})-([a-z]+)$/.exec(newest);
  if (!last || last[1]! < day) return `${day}-a`;
  return `${last[1]}-${successor(last[2]!)}`;
}

/** The newer of two key ids: by day, then by length and letters (`z` comes before `aa`). */
export function isNewerKid(a: string, b: string): boolean {
  return a.slice(0, 10) === b.slice(0, 10) && a.length !== b.length ? a.length > b.length : a > b;
}

function successor(letters: string): string {
  const last = letters.at(-1)!;
  if (last !== 'z') return letters.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1);
  return (letters.length > 1 ? successor(letters.slice(0, -1)) : 'a') + 'a';
}

import { constants, createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';
import type { SigningAlgorithm } from '../../config/settings';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The first two parts of a compact JWS (RFC 7515 §7.1). */
export const signingInput = (header: object, payload: object): string =>
  `${encode(header)}.${encode(payload)}`;

/** A compact JWS (RFC 7515 §7.1) that nobody has verified yet. */
export interface UnverifiedJws {
  header: Readonly<Record<string, unknown>>;
  /** What the signature is about: the first two parts as they came. */
  input: string;
  payload: Buffer;
  signature: Buffer;
}

/** Letters of base64url alone (RFC 4648 §5): Node would skip all others, and read one signature out of many texts. */
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** Reads a compact JWS; null where it is none. */
export function readJws(jws: string): UnverifiedJws | null {
  const [, first, second, third] = COMPACT.exec(jws) ?? [];
  const header = first && objectOrNull(Buffer.from(first, 'base64url'));
  if (!header) return null;
  const signature = Buffer.from(third!, 'base64url');
  if (signature.toString('base64url') !== third) return null;
  return { header, input: `${first}.${second}`, payload: Buffer.from(second!, 'base64url'), signature };
}

/** The JSON object in some bytes; null where there is none. */
export function objectOrNull(bytes: Buffer): Record<string, unknown> | null {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString());
  } catch {
    return null;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Half a second of work for one core with RSA of 2048 bits: who waits longer is better told to come again. */
const MOST_AT_ONCE = 1000;

/** More signatures are wanted than can be made soon. */
export class SigningBusyError extends Error {}

let underWay = 0;

/** What OpenSSL needs to know of each algorithm (RFC 7518 §3.1, RFC 8037 §3.1). */
const ALGORITHMS = {
  RS256: { digest: 'sha256', keyType: 'rsa', options: { padding: constants.RSA_PKCS1_PADDING } },
  PS256: {
    digest: 'sha256',
    keyType: 'rsa',
    options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  },
  ES256: { digest: 'sha256', keyType: 'ec', options: { dsaEncoding: 'ieee-p1363' } },
  EdDSA: { digest: null, keyType: 'ed25519', options: {} },
} as const satisfies Record<SigningAlgorithm, object>;

/**
 * Signs in the thread pool, so that the event loop stays free.
 *
 * @throws SigningBusyError
 */
export function signBytes(alg: SigningAlgorithm, key: KeyObject, data: Uint8Array): Promise<Buffer> {
  const { digest, options } = ALGORITHMS[alg];
  if (underWay >= MOST_AT_ONCE)
    return Promise.reject(new SigningBusyError('Too many tokens are being signed.'));
  return new Promise((resolve, reject) => {
    sign(digest, data, { key, ...options }, (error, signature) => {
      underWay--;
      if (error) reject(error);
      else resolve(signature);
    });
    // It has begun: a key that does not fit is refused before.
    underWay++;
  });
}

/** Verifies at once: it costs the event loop a tenth of signing, and less than waking a thread. */
export function verifyBytes(
  alg: SigningAlgorithm,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { digest, options } = ALGORITHMS[alg];
  return verify(digest, data, { key, ...options }, signature);
}

/**
 * The key that verifies one algorithm and no other.
 *
 * @throws Error where the JWK is none, is of another kind, or is shorter than RFC 7518 §3.3 allows
 */
export function verifyingKey(alg: SigningAlgorithm, jwk: JsonWebKey): KeyObject {
  const key = createPublicKey({ format: 'jwk', key: jwk });
  const { modulusLength = Infinity, namedCurve = 'prime256v1' } = key.asymmetricKeyDetails ?? {};
  const fits = key.asymmetricKeyType === ALGORITHMS[alg].keyType && namedCurve === 'prime256v1';
  if (!fits || modulusLength < 2048) throw new Error(`A key of the key store does not fit ${alg}.`);
  return key;
}

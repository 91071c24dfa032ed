import { constants, type KeyObject, sign } from 'node:crypto';
import type { SigningAlgorithm } from '../../config/settings';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The first two parts of a compact JWS (RFC 7515 §7.1). */
export const signingInput = (header: object, payload: object): string =>
  `${encode(header)}.${encode(payload)}`;

/** Half a second of work for one core with RSA of 2048 bits: who waits longer is better told to come again. */
const MOST_AT_ONCE = 1000;

/** More signatures are wanted than can be made soon. */
export class SigningBusyError extends Error {}

let underWay = 0;

/**
 * Signs in the thread pool, so that the event loop stays free (RFC 7518 §3.1, RFC 8037 §3.1).
 *
 * @throws SigningBusyError
 */
export function signBytes(alg: SigningAlgorithm, key: KeyObject, data: Uint8Array): Promise<Buffer> {
  const options = {
    RS256: { key },
    PS256: { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
    ES256: { key, dsaEncoding: 'ieee-p1363' as const },
    EdDSA: { key },
  }[alg];
  if (underWay >= MOST_AT_ONCE)
    return Promise.reject(new SigningBusyError('Too many tokens are being signed.'));
  return new Promise((resolve, reject) => {
    sign(alg === 'EdDSA' ? null : 'sha256', data, options, (error, signature) => {
      underWay--;
      if (error) reject(error);
      else resolve(signature);
    });
    // It has begun: a key that does not fit is refused before.
    underWay++;
  });
}

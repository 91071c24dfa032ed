import { Injectable } from '@nestjs/common';
import { decodeProtectedHeader, errors, importJWK, type JWK, type JWTPayload, jwtVerify } from 'jose';
import { Settings } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import { KeyStore, type PublicKey } from './key-store';

/** Why a JWT is not believed, for the log. */
export class JwtRejectedError extends Error {}

type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

const SANE_SECONDS = 60;

/** Believes a JWT only when it is one of ours, of the right type, and in its time (RFC 8725 §3, RFC 9068 §4). */
@Injectable()
export class JwtVerifier {
  private readonly imported = new Map<string, Promise<ImportedKey>>();

  constructor(
    private readonly keys: KeyStore,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks form, key, algorithm, signature, `typ`, `iss`, `exp`, `nbf`, `iat`, `sub` and `scope`. Not `aud`:
   * each reader knows its own.
   *
   * @throws JwtRejectedError
   */
  async verify(jwt: string, typ: string): Promise<JWTPayload> {
    const now = this.clock.now();
    try {
      const { kid } = decodeProtectedHeader(jwt);
      const key = (await this.keys.publicKeys()).find((candidate) => candidate.kid === kid);
      if (!key) throw new JwtRejectedError('no key of ours has that kid');
      const { payload } = await jwtVerify(jwt, await this.import(key), {
        algorithms: [key.alg],
        issuer: this.settings.issuer,
        typ,
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
        currentDate: new Date(now),
      });
      if (typeof payload.sub !== 'string' || payload.sub === '')
        throw new JwtRejectedError('sub is no string');
      if (payload.iat! > now / 1000 + SANE_SECONDS) throw new JwtRejectedError('iat lies ahead');
      if (payload['scope'] !== undefined && typeof payload['scope'] !== 'string') {
        throw new JwtRejectedError('scope is no string');
      }
      return payload;
    } catch (error) {
      if (error instanceof JwtRejectedError) throw error;
      if (error instanceof errors.JOSEError || error instanceof TypeError)
        throw new JwtRejectedError(error.message);
      throw error;
    }
  }

  private import(key: PublicKey): Promise<ImportedKey> {
    // An id alone does not say which key it is: not everybody's key store gives ids once only.
    const identity = JSON.stringify(key);
    const known = this.imported.get(identity);
    if (known) return known;
    const imported = importJWK(key.jwk as JWK, key.alg);
    this.imported.set(identity, imported);
    return imported;
  }
}

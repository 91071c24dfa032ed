import { Injectable } from '@nestjs/common';
import type * as Jose from 'jose';
import type { JWK, JWTPayload } from 'jose';
import { Settings } from '../../config/settings';
import { BoundedMap } from '../../shared/domain/bounded-map';
import { Clock } from '../../shared/domain/clock';
import { KeyStore, type PublicKey } from './key-store';

/** Why a JWT is not believed, for the log. */
export class JwtRejectedError extends Error {}

type ImportedKey = Awaited<ReturnType<typeof Jose.importJWK>>;

/** A JWT that was believed, and the very key that has signed it. */
interface Believed {
  typ: string;
  key: PublicKey;
  payload: JWTPayload;
}

/** Loaded with the first JWT that is to be checked: a start need not wait for it. */
let loaded: Promise<typeof Jose> | null = null;
const jose = () => (loaded ??= import('jose'));

const SANE_SECONDS = 60;
/** Longer than any key of a token that has expired is kept. */
const LONG_SECONDS = 315_360_000;
const MAX_BELIEVED = 10_000;

/**
 * Believes a JWT only when it is one of ours, of the right type, and in its time (RFC 8725 §3, RFC 9068 §4).
 *
 * What was believed once is remembered: its signature stays right as long as its key is in the set, and only time goes on.
 */
@Injectable()
export class JwtVerifier {
  private readonly imported = new WeakMap<JWK, Promise<ImportedKey>>();
  private readonly believed = new BoundedMap<string, Believed>(MAX_BELIEVED);

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
    const keys = await this.keys.publicKeys();
    const known = this.believed.get(jwt);
    if (known && known.typ === typ && keys.some((key) => isSame(key, known.key)))
      return requireInTime(known.payload, this.clock.now());
    const { key, payload } = await this.check(jwt, typ, keys);
    this.believed.set(jwt, { typ, key, payload: Object.freeze(payload) });
    return payload;
  }

  /**
   * The same, of one whose time may be over: what it says is no reason to let anybody in.
   *
   * @throws JwtRejectedError
   */
  async recall(jwt: string, typ: string): Promise<JWTPayload> {
    return (await this.check(jwt, typ, await this.keys.publicKeys(), LONG_SECONDS)).payload;
  }

  /** @param leeway seconds after its end for which it is believed still */
  private async check(
    jwt: string,
    typ: string,
    keys: readonly PublicKey[],
    leeway = 0,
  ): Promise<Omit<Believed, 'typ'>> {
    const now = this.clock.now();
    const { decodeProtectedHeader, errors, jwtVerify } = await jose();
    try {
      const { kid } = decodeProtectedHeader(jwt);
      const key = keys.find((candidate) => candidate.kid === kid);
      if (!key) throw new JwtRejectedError('no key of ours has that kid');
      const { payload } = await jwtVerify(jwt, await this.import(key), {
        algorithms: [key.alg],
        issuer: this.settings.issuer,
        typ,
        requiredClaims: ['exp', 'iat', 'sub', 'jti'],
        currentDate: new Date(now),
        clockTolerance: leeway,
      });
      if (typeof payload.sub !== 'string' || payload.sub === '')
        throw new JwtRejectedError('sub is no string');
      if (payload.iat! > now / 1000 + SANE_SECONDS) throw new JwtRejectedError('iat lies ahead');
      if (payload['scope'] !== undefined && typeof payload['scope'] !== 'string') {
        throw new JwtRejectedError('scope is no string');
      }
      return { key, payload };
    } catch (error) {
      if (error instanceof JwtRejectedError) throw error;
      if (error instanceof errors.JOSEError || error instanceof TypeError)
        throw new JwtRejectedError(error.message);
      throw error;
    }
  }

  private import(key: PublicKey): Promise<ImportedKey> {
    const jwk = key.jwk as JWK;
    let imported = this.imported.get(jwk);
    if (!imported)
      this.imported.set(jwk, (imported = jose().then(({ importJWK }) => importJWK(jwk, key.alg))));
    return imported;
  }
}

/**
 * An id alone does not say which key it is: not everybody's key store gives ids once only. Who brings another object each
 * time has every signature checked.
 */
const isSame = (a: PublicKey, b: PublicKey): boolean => a.kid === b.kid && a.alg === b.alg && a.jwk === b.jwk;

/** What time can change about a JWT that was believed before. @throws JwtRejectedError */
function requireInTime(payload: JWTPayload, now: number): JWTPayload {
  const seconds = Math.floor(now / 1000);
  if (payload.exp! <= seconds) throw new JwtRejectedError('it has expired');
  if (payload.nbf !== undefined && payload.nbf > seconds) throw new JwtRejectedError('its time has not come');
  return payload;
}

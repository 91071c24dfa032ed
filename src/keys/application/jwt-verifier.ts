import type { JsonWebKey, KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { BoundedMap } from '../../shared/domain/bounded-map';
import { Clock } from '../../shared/domain/clock';
import { objectOrNull, readJws, verifyBytes, verifyingKey } from '../domain/jws';
import { KeyStore, type PublicKey } from './key-store';

/** Why a JWT is not believed, for the log. */
export class JwtRejectedError extends Error {}

/** What a JWT of ours says (RFC 7519 §4.1); its other members are for its reader to check. */
export interface JwtClaims {
  readonly iss: string;
  readonly sub: string;
  readonly jti: string;
  /** Seconds since 1970, as all times here. */
  readonly exp: number;
  readonly iat: number;
  readonly nbf?: number;
  readonly scope?: string;
  readonly [name: string]: unknown;
}

/** A JWT that was believed, and the very key that has signed it. */
interface Believed {
  typ: string;
  key: PublicKey;
  claims: JwtClaims;
}

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
  private readonly imported = new WeakMap<JsonWebKey, KeyObject>();
  private readonly believed = new BoundedMap<string, Believed>(MAX_BELIEVED);

  constructor(
    private readonly keys: KeyStore,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks form, key, algorithm, signature, `typ`, `iss`, `exp`, `nbf`, `iat`, `sub`, `jti` and `scope`. Not `aud`:
   * each reader knows its own.
   *
   * @throws JwtRejectedError
   */
  async verify(jwt: string, typ: string): Promise<JwtClaims> {
    const keys = await this.keys.publicKeys();
    const known = this.believed.get(jwt);
    if (known && known.typ === typ && keys.some((key) => isSame(key, known.key))) {
      requireInTime(known.claims, this.seconds);
      return known.claims;
    }
    const believed = this.check(jwt, typ, keys);
    this.believed.set(jwt, believed);
    return believed.claims;
  }

  /**
   * The same, of one whose time may be over: what it says is no reason to let anybody in.
   *
   * @throws JwtRejectedError
   */
  async recall(jwt: string, typ: string): Promise<JwtClaims> {
    return this.check(jwt, typ, await this.keys.publicKeys(), LONG_SECONDS).claims;
  }

  /** @param leeway seconds after its end for which it is believed still */
  private check(jwt: string, typ: string, keys: readonly PublicKey[], leeway = 0): Believed {
    const jws = readJws(jwt);
    if (!jws) throw new JwtRejectedError('it is no compact JWS');
    const { header, input, payload, signature } = jws;
    // Nothing that must be understood is (RFC 7515 §4.1.11).
    if (header['crit'] !== undefined) throw new JwtRejectedError('it has critical members');
    if (header['typ'] !== typ && header['typ'] !== `application/${typ}`)
      throw new JwtRejectedError('it is of another type');
    const key = keys.find(({ kid }) => kid === header['kid']);
    if (!key) throw new JwtRejectedError('no key of ours has that kid');
    // The key says what it is for, the token only repeats it (RFC 8725 §3.1).
    if (header['alg'] !== key.alg) throw new JwtRejectedError('its key is for another algorithm');
    if (!verifyBytes(key.alg, this.import(key), Buffer.from(input), signature))
      throw new JwtRejectedError('its signature is not that of our key');
    const claims = requireClaims(objectOrNull(payload), this.settings.issuer);
    requireInTime(claims, this.seconds, leeway);
    return { typ, key, claims: Object.freeze(claims) };
  }

  private get seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** @throws Error where the key store hands out a key that does not fit its algorithm */
  private import(key: PublicKey): KeyObject {
    let imported = this.imported.get(key.jwk);
    if (!imported) this.imported.set(key.jwk, (imported = verifyingKey(key.alg, key.jwk)));
    return imported;
  }
}

/**
 * An id alone does not say which key it is: not everybody's key store gives ids once only. Who brings another object each
 * time has every signature checked.
 */
const isSame = (a: PublicKey, b: PublicKey): boolean => a.kid === b.kid && a.alg === b.alg && a.jwk === b.jwk;

/** @throws JwtRejectedError where a member is missing or not of its type */
function requireClaims(claims: Record<string, unknown> | null, issuer: string): JwtClaims {
  const { iss, sub, jti, exp, iat, nbf, scope } = claims ?? {};
  if (iss !== issuer) throw new JwtRejectedError('it is from another issuer');
  if (typeof sub !== 'string' || sub === '') throw new JwtRejectedError('sub is no string');
  if (typeof jti !== 'string') throw new JwtRejectedError('jti is no string');
  if (typeof exp !== 'number' || typeof iat !== 'number') throw new JwtRejectedError('exp or iat is no time');
  if (nbf !== undefined && typeof nbf !== 'number') throw new JwtRejectedError('nbf is no time');
  if (scope !== undefined && typeof scope !== 'string') throw new JwtRejectedError('scope is no string');
  return claims as JwtClaims;
}

/** What time can change about a JWT. @throws JwtRejectedError */
function requireInTime({ exp, iat, nbf }: JwtClaims, seconds: number, leeway = 0): void {
  if (exp <= seconds - leeway) throw new JwtRejectedError('it has expired');
  if (nbf !== undefined && nbf > seconds + leeway) throw new JwtRejectedError('its time has not come');
  if (iat > seconds + SANE_SECONDS) throw new JwtRejectedError('iat lies ahead');
}

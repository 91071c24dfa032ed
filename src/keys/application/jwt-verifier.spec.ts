import { createHmac, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { aSettings, NOON, TestClock } from '../../../test/support/values';
import type { SigningAlgorithm } from '../../config/settings';
import { signBytes, signingInput } from '../domain/jws';
import { JwtRejectedError, JwtVerifier } from './jwt-verifier';
import { KeyStore } from './key-store';

type Pair = { publicKey: KeyObject; privateKey: KeyObject };
const newPair: Record<SigningAlgorithm, () => Pair> = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};
const ALGORITHMS = Object.keys(newPair) as SigningAlgorithm[];

/** One ring for each algorithm, all in one set, as a server has them that changed its setting. */
const PAIRS = Object.fromEntries(ALGORITHMS.map((alg) => [alg, newPair[alg]()])) as Record<
  SigningAlgorithm,
  Pair
>;
const STRANGERS = Object.fromEntries(ALGORITHMS.map((alg) => [alg, newPair[alg]()])) as Record<
  SigningAlgorithm,
  Pair
>;

const publicJwk = ({ publicKey }: Pair): JsonWebKey => publicKey.export({ format: 'jwk' });

/** Public keys alone: nothing here signs. */
class FixedKeys extends KeyStore {
  without: string | null = null;

  publicKeys = async () =>
    ALGORITHMS.map((alg) => ({ kid: `kid-${alg}`, alg, jwk: publicJwk(PAIRS[alg]) })).filter(
      ({ kid }) => kid !== this.without,
    );
  signer = (): never => {
    throw new Error('A verifier does not sign');
  };
}

const NOW = NOON / 1000;
const CLAIMS = {
  iss: 'https://auth.example.test',
  sub: 'user_0123456789abcdef',
  aud: 'https://api.example.test/',
  exp: NOW + 3600,
  iat: NOW,
  jti: 'auth_0123456789abcdef.0.0123456789abcdef',
  client_id: 'board',
  scope: 'read:projects',
};
type Claims = Record<string, unknown>;

const keys = new FixedKeys();
const clock = new TestClock();
const verifier = new JwtVerifier(keys, aSettings(), clock);

const answer = async (jwt: string): Promise<string> => {
  try {
    return String((await verifier.verify(jwt, 'at+jwt')).sub);
  } catch (error) {
    // Anything else would become a 500.
    expect(error).toBeInstanceOf(JwtRejectedError);
    return 'rejected';
  }
};
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each(ALGORITHMS)('a JWT signed with %s (RFC 9068 §4, RFC 8725 §3)', (alg) => {
  const HEADER = { alg, typ: 'at+jwt', kid: `kid-${alg}` };

  async function make(claims: object = CLAIMS, header: object = HEADER, pair = PAIRS[alg]): Promise<string> {
    const input = signingInput(header, claims);
    return `${input}.${(await signBytes(alg, pair.privateKey, Buffer.from(input))).toString('base64url')}`;
  }
  const withClaims = (claims: Claims) => make({ ...CLAIMS, ...claims });
  const withHeader = (header: Claims) => make(CLAIMS, { ...HEADER, ...header });

  it('is believed, and says what it said', async () => {
    expect(await verifier.verify(await make(), 'at+jwt')).toEqual(CLAIMS);
  });

  it.each([
    ['the long form of typ', () => withHeader({ typ: 'application/at+jwt' })],
    ['no scope', () => withClaims({ scope: undefined })],
    ['an iat a minute ahead', () => withClaims({ iat: NOW + 60 })],
    ['an nbf of now', () => withClaims({ nbf: NOW })],
    ['an exp of the next second', () => withClaims({ exp: NOW + 1 })],
    ['a member of the header that nobody has to understand', () => withHeader({ x: 'y' })],
    ['an embedded key that is ignored', () => withHeader({ jwk: publicJwk(STRANGERS[alg]) })],
  ])('is believed with %s', async (_, jwt) => {
    expect(await answer(await jwt())).toBe(CLAIMS.sub);
  });

  const BAD_HEADERS: [string, Claims][] = [
    ['typ JWT', { typ: 'JWT' }],
    ['no typ', { typ: undefined }],
    ['the typ of an ID token', { typ: 'id_token+jwt' }],
    ['the typ of a logout token', { typ: 'logout+jwt' }],
    ['a typ that is no string', { typ: ['at+jwt'] }],
    ['an unknown kid', { kid: 'kid-x' }],
    ['no kid', { kid: undefined }],
    ['a kid that is no string', { kid: { toString: 'x' } }],
    ['an empty kid', { kid: '' }],
    ['a kid of every object', { kid: 'constructor' }],
    ['a kid that is a path', { kid: `../kid-${alg}` }],
    ['an unknown crit', { crit: ['exp'], exp: NOW + 3600 }],
    ['an unknown crit of its own', { crit: ['urn:x'], 'urn:x': true }],
    ['an empty crit', { crit: [] }],
    ['a payload that is not encoded (RFC 7797 §3)', { crit: ['b64'], b64: false }],
    ['no alg', { alg: undefined }],
    ['alg none', { alg: 'none' }],
    ['alg None', { alg: 'None' }],
    ['alg HS256', { alg: 'HS256' }],
    ['a stronger alg', { alg: 'RS512' }],
    ...ALGORITHMS.filter((other) => other !== alg).flatMap((other): [string, Claims][] => [
      [`alg ${other}`, { alg: other }],
      [`the kid of the ${other} key`, { kid: `kid-${other}` }],
      [`alg and kid of the ${other} key`, { alg: other, kid: `kid-${other}` }],
    ]),
  ];

  it.each(BAD_HEADERS)('is not believed with %s in its header', async (_, header) => {
    expect(await answer(await withHeader(header))).toBe('rejected');
  });

  it.each([
    ['another iss', { iss: 'https://evil.example' }],
    ['an iss with a slash', { iss: `${CLAIMS.iss}/` }],
    ['an iss in capitals', { iss: CLAIMS.iss.toUpperCase() }],
    ['a list of iss', { iss: [CLAIMS.iss] }],
    ['no iss', { iss: undefined }],
    ['no exp', { exp: undefined }],
    ['an exp of null', { exp: null }],
    ['an exp that is text', { exp: String(NOW + 3600) }],
    ['an exp of now', { exp: NOW }],
    ['an exp of the past', { exp: NOW - 1 }],
    ['a negative exp', { exp: -1 }],
    ['no iat', { iat: undefined }],
    ['an iat that is text', { iat: 'now' }],
    ['an iat more than a minute ahead', { iat: NOW + 61 }],
    ['an nbf ahead', { nbf: NOW + 61 }],
    ['an nbf that is text', { nbf: 'now' }],
    ['no sub', { sub: undefined }],
    ['an empty sub', { sub: '' }],
    ['a list as sub', { sub: [CLAIMS.sub] }],
    ['an object as sub', { sub: { toString: 'x' } }],
    ['a number as sub', { sub: 7 }],
    ['null as sub', { sub: null }],
    ['no jti', { jti: undefined }],
    ['a list as scope', { scope: ['read:projects', 'admin:write'] }],
    ['null as scope', { scope: null }],
    ['a number as scope', { scope: 7 }],
  ])('is not believed with %s', async (_, claims) => {
    expect(await answer(await withClaims(claims))).toBe('rejected');
  });

  it.each([
    ['a list', [CLAIMS]],
    ['text', 'sub'],
    ['null', null],
  ])('is not believed when its claims are %s', async (_, claims) => {
    expect(await answer(await make(claims as object))).toBe('rejected');
  });

  it('is not believed from somebody else’s key, embedded or not', async () => {
    const stranger = STRANGERS[alg];
    expect(await answer(await make(CLAIMS, HEADER, stranger))).toBe('rejected');
    const embedded = { ...HEADER, jwk: publicJwk(stranger) };
    expect(await answer(await make(CLAIMS, embedded, stranger))).toBe('rejected');
    const pointing = {
      ...embedded,
      kid: undefined,
      jku: 'https://evil.example/jwks.json',
      x5u: 'https://evil.example',
    };
    expect(await answer(await make(CLAIMS, pointing, stranger))).toBe('rejected');
  });

  it('is not believed without a signature: alg none (RFC 8725 §2.1)', async () => {
    for (const none of ['none', 'None', 'NONE', '']) {
      const input = signingInput({ ...HEADER, alg: none }, CLAIMS);
      expect(await answer(`${input}.`)).toBe('rejected');
      expect(await answer(input)).toBe('rejected');
    }
    const [header, payload] = (await make()).split('.');
    expect(await answer(`${header}.${payload}.`)).toBe('rejected');
  });

  it('is not believed when our public key was used as a secret: HS256 (RFC 8725 §2.1)', async () => {
    const { publicKey } = PAIRS[alg];
    const secrets = [
      publicKey.export({ format: 'pem', type: 'spki' }),
      publicKey.export({ format: 'pem', type: 'spki' }).toString().trim(),
      publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(publicJwk(PAIRS[alg])),
      '',
    ];
    for (const [hs, digest] of [
      ['HS256', 'sha256'],
      ['HS512', 'sha512'],
    ] as const) {
      const input = signingInput({ ...HEADER, alg: hs }, CLAIMS);
      for (const secret of secrets) {
        const mac = createHmac(digest, secret).update(input).digest('base64url');
        expect(await answer(`${input}.${mac}`)).toBe('rejected');
      }
    }
  });

  it('is not believed when anything in it was changed', async () => {
    const [header, payload, signature] = (await make()).split('.') as [string, string, string];
    const admin = encode({ ...CLAIMS, scope: 'admin:write' });
    const turned = Buffer.from(signature, 'base64url');
    turned[0]! ^= 1;
    const other = await withClaims({ scope: 'admin:write' });
    const changed = [
      `${header}.${admin}.${signature}`,
      `${encode({ ...HEADER, x: 1 })}.${payload}.${signature}`,
      `${header}.${payload}.${turned.toString('base64url')}`,
      `${header}.${payload}.${signature.slice(0, -4)}`,
      `${header}.${payload}.${signature}AAAA`,
      `${header}.${payload}.${other.split('.')[2]}`,
      `${header}.${payload}.${Buffer.alloc(turned.length).toString('base64url')}`,
      `${header}.${payload}`,
      `${header}.${payload}.${signature}.${signature}`,
      `${header}..${signature}`,
      `.${payload}.${signature}`,
      `${header}.${payload}.${signature}=`,
      ` ${header}.${payload}.${signature}`,
    ];
    for (const jwt of changed) expect([jwt, await answer(jwt)]).toEqual([jwt, 'rejected']);
  });

  it('is not believed any more when its key is gone', async () => {
    const jwt = await make();
    expect(await answer(jwt)).toBe(CLAIMS.sub);
    keys.without = `kid-${alg}`;
    expect(await answer(jwt)).toBe('rejected');
    keys.without = null;
  });

  it('is believed until the second in which it expires', async () => {
    const jwt = await make();
    const later = new TestClock(NOON + 3_599_999);
    const then = new JwtVerifier(keys, aSettings(), later);
    expect((await then.verify(jwt, 'at+jwt')).sub).toBe(CLAIMS.sub);
    later.advance(0.001);
    await expect(then.verify(jwt, 'at+jwt')).rejects.toThrow(JwtRejectedError);
  });
});

describe('what is no JWT', () => {
  const deep = encode(JSON.parse('{"alg":"RS256","kid":' + '['.repeat(500) + ']'.repeat(500) + '}'));

  it.each([
    ['', '.', '..', '...', 'x', 'a.b.c', 'null.null.null', '{}.{}.{}'],
    [`${encode(null)}..`, `${encode([])}.x.y`, `${encode('x')}.x.y`, `${encode(7)}.x.y`],
    [`${deep}.x.y`, 'ÿ.ÿ.ÿ', '\0.\0.\0', 'e30.e30.e30', `${'a'.repeat(8000)}.b.c`],
    [`${encode({ alg: 'dir', enc: 'A256GCM', kid: 'kid-RS256' })}....`],
  ])('is rejected, without an error of another kind', async (...texts) => {
    for (const text of texts) expect([text, await answer(text)]).toEqual([text, 'rejected']);
  });
});

describe('a failure of the key store', () => {
  it.each([
    ['another kind of key', newPair.ES256()],
    ['a key that is too short (RFC 7518 §3.3)', generateKeyPairSync('rsa', { modulusLength: 1024 })],
  ])('is told and believes nothing: %s', async (_, pair) => {
    class Unfit extends FixedKeys {
      override publicKeys = async () => [{ kid: 'kid-RS256', alg: 'RS256' as const, jwk: publicJwk(pair) }];
    }
    const unfit = new JwtVerifier(new Unfit(), aSettings(), clock);
    const input = signingInput({ alg: 'RS256', typ: 'at+jwt', kid: 'kid-RS256' }, CLAIMS);
    const jwt = `${input}.${sign('sha256', Buffer.from(input), pair.privateKey).toString('base64url')}`;
    const error: unknown = await unfit.verify(jwt, 'at+jwt').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: 'A key of the key store does not fit RS256.' });
    expect(error).not.toBeInstanceOf(JwtRejectedError);
  });

  it('is not taken for a bad token', async () => {
    class Broken extends FixedKeys {
      override publicKeys = async (): Promise<never> => {
        throw new Error('ECONNREFUSED');
      };
    }
    const broken = new JwtVerifier(new Broken(), aSettings(), clock);
    const jwt = `${encode({ alg: 'RS256', kid: 'kid-RS256' })}.e30.x`;
    const error: unknown = await broken.verify(jwt, 'at+jwt').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message: 'ECONNREFUSED' });
    expect(error).not.toBeInstanceOf(JwtRejectedError);
  });
});

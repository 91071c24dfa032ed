import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { compactVerify } from 'jose';
import type { SigningAlgorithm } from '../../config/settings';
import { signBytes, SigningBusyError, signingInput } from './jws';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PAIRS: [SigningAlgorithm, { publicKey: KeyObject; privateKey: KeyObject }, number][] = [
  ['RS256', rsa, 256],
  ['PS256', rsa, 256],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 64],
  ['EdDSA', generateKeyPairSync('ed25519'), 64],
];

describe('a compact JWS (RFC 7515 §7.1)', () => {
  it('begins with header and payload in base64url, without padding', () => {
    const input = signingInput({ alg: 'RS256' }, { sub: 'Ä?>' });
    expect(input).toBe('eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiLDhD8-In0');
    const [header, payload] = input.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    expect([header, payload]).toEqual(['{"alg":"RS256"}', '{"sub":"Ä?>"}']);
  });

  it.each(PAIRS)(
    'signed with %s is one to everybody else (RFC 7518 §3.1, RFC 8037 §3.1)',
    async (alg, pair, length) => {
      const input = signingInput({ alg }, { sub: 'ada' });
      const signature = await signBytes(alg, pair.privateKey, Buffer.from(input));
      expect(signature).toHaveLength(length);
      const { payload, protectedHeader } = await compactVerify(
        `${input}.${signature.toString('base64url')}`,
        pair.publicKey,
        { algorithms: [alg] },
      );
      expect(Buffer.from(payload).toString()).toBe('{"sub":"ada"}');
      expect(protectedHeader).toEqual({ alg });
    },
  );

  it('cannot be signed with a public key', async () => {
    await expect(signBytes('RS256', rsa.publicKey, Buffer.from('x'))).rejects.toThrow();
  });
});

it('refuses more signatures than can be made soon, and goes on when they are made', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const data = Buffer.from('data');
  const results = await Promise.allSettled(
    Array.from({ length: 1001 }, () => signBytes('EdDSA', privateKey, data)),
  );
  const refused = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  expect(refused).toEqual([expect.any(SigningBusyError)]);
  await expect(signBytes('EdDSA', privateKey, data)).resolves.toHaveLength(64);
});

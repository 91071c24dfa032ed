import * as fc from 'fast-check';
import { aSettings } from '../../../test/support/values';
import { KeySealer, WrongKeySecretError } from './key-sealer';

const sealer = new KeySealer(aSettings());
const JWK = { kty: 'OKP', crv: 'Ed25519', x: 'public', d: 'private' };

describe('a private key at rest', () => {
  it('is opened again by whoever has the secret', () => {
    expect(new KeySealer(aSettings()).open('k1', sealer.seal('k1', JWK))).toEqual(JWK);
  });

  it('shows nothing of itself, and looks different each time', () => {
    const sealed = sealer.seal('k1', JWK);
    expect(sealed).toMatch(/^[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]+$/);
    expect(Buffer.from(sealed.split('.')[2]!, 'base64url').toString('latin1')).not.toMatch(/private|OKP/);
    expect(sealer.seal('k1', JWK)).not.toBe(sealed);
  });

  it('stays closed to another secret, and the error says what to do', () => {
    const other = new KeySealer(
      aSettings({ KEY_ENCRYPTION_SECRET: 'another secret, long enough too: 0123456789' }),
    );
    const open = () => other.open('k1', sealer.seal('k1', JWK));
    expect(open).toThrow(WrongKeySecretError);
    expect(open).toThrow(
      /^The signing key k1 cannot be decrypted: KEY_ENCRYPTION_SECRET .*keys:rotate --emergency/s,
    );
    expect(open).not.toThrow(/another secret|private/);
  });

  it('is bound to its id', () => {
    expect(() => sealer.open('k2', sealer.seal('k1', JWK))).toThrow(WrongKeySecretError);
  });

  it('stays closed when a single bit of it has changed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 7 }), (place, bit) => {
        const parts = sealer
          .seal('k1', JWK)
          .split('.')
          .map((part) => Buffer.from(part, 'base64url'));
        let at = place % parts.reduce((sum, part) => sum + part.length, 0);
        const part = parts.find((candidate) =>
          at < candidate.length ? true : ((at -= candidate.length), false),
        )!;
        part[at]! ^= 1 << bit;
        const changed = parts.map((item) => item.toString('base64url')).join('.');
        expect(() => sealer.open('k1', changed)).toThrow(WrongKeySecretError);
      }),
    );
  });

  it.each(['', '.', '..', 'x', 'a.b', 'a.b.c', 'AAAAAAAAAAAAAAAA..AAAA'])('is not %j', (text) => {
    expect(() => sealer.open('k1', text)).toThrow(WrongKeySecretError);
  });
});

import * as fc from 'fast-check';
import { SecretFormat, sha256 } from '../../shared/domain/secret';
import { newRefreshToken, parseRefreshToken, successorOf } from './refresh-token';

const format = new SecretFormat('a');
const KEY = Buffer.from('a key of the server, 32 bytes ...');
const FAMILY = 22;

const parts = (token: string) => ({
  family: token.slice(4, 4 + FAMILY),
  secret: token.slice(4 + FAMILY, -6),
});

describe('a refresh token (RFC 9700 §4.14.2)', () => {
  it('is a family and a secret, of which hashes are kept', () => {
    const token = newRefreshToken(format);
    expect(token).toMatch(/^art_[0-9A-Za-z]{64}$/);
    const { family, secret } = parts(token);
    expect(parseRefreshToken(format, token)).toEqual({
      family,
      familyHash: sha256(family),
      secretHash: sha256(secret),
    });
  });

  it('is another one each time', () => {
    const [a, b] = [parts(newRefreshToken(format)), parts(newRefreshToken(format))];
    expect(a.family).not.toBe(b.family);
    expect(a.secret).not.toBe(b.secret);
  });

  it('is broken by any one character that is typed wrongly', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...'0aZ_-'), (place, typed) => {
        const token = newRefreshToken(format);
        const at = place % token.length;
        fc.pre(token[at] !== typed);
        expect(parseRefreshToken(format, token.slice(0, at) + typed + token.slice(at + 1))).toBeNull();
      }),
    );
  });

  it.each([
    ['an access token', () => format.make('access')],
    ['a personal token', () => format.make('personal')],
    ['one with too short a middle', () => format.make('refresh')],
    ['one with too long a middle', () => format.make('refresh', 'x'.repeat(59))],
    ['one of another server', () => newRefreshToken(new SecretFormat('b'))],
    ['a JWT', () => 'e30.e30.x'],
    ['nothing', () => ''],
  ])('is not %s', (_, token) => {
    expect(parseRefreshToken(format, token())).toBeNull();
  });
});

describe('its successor', () => {
  const token = newRefreshToken(format);
  const { family } = parts(token);
  const next = successorOf(format, token, family, KEY);

  it('is always the same, so that a grace window can give it again', () => {
    expect(successorOf(format, token, family, KEY)).toBe(next);
  });

  it('stays in the family with another secret', () => {
    const [before, after] = [parseRefreshToken(format, token)!, parseRefreshToken(format, next)!];
    expect(after.familyHash).toBe(before.familyHash);
    expect(after.secretHash).not.toBe(before.secretHash);
  });

  it('cannot be computed without the key of the server', () => {
    expect(successorOf(format, token, family, Buffer.from('another key'))).not.toBe(next);
  });

  it('never meets an earlier one', () => {
    const seen = new Set([token]);
    let current = token;
    for (let n = 0; n < 500; n++) {
      current = successorOf(format, current, family, KEY);
      seen.add(current);
    }
    expect(seen.size).toBe(501);
  });
});

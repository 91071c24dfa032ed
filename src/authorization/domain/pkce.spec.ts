import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { titled } from '../../../test/support/values';
import { isCodeChallenge, isCodeVerifier, matchesChallenge } from './pkce';

const UNRESERVED = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'];
const verifiers = fc.string({ unit: fc.constantFrom(...UNRESERVED), minLength: 43, maxLength: 128 });
const s256 = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('a code verifier (RFC 7636 §4.1)', () => {
  it('is 43 to 128 unreserved characters', () => {
    fc.assert(
      fc.property(verifiers, (verifier) => {
        expect(isCodeVerifier(verifier)).toBe(true);
      }),
    );
  });

  it.each(
    titled([
      '',
      'x'.repeat(42),
      'x'.repeat(129),
      `${'x'.repeat(43)} `,
      `${'x'.repeat(43)}\n`,
      'é'.repeat(43),
      `${'x'.repeat(43)}+`,
      `${'x'.repeat(43)}=`,
    ]),
  )('is not %s', (_, text) => {
    expect(isCodeVerifier(text)).toBe(false);
  });
});

describe('a code challenge (RFC 7636 §4.2)', () => {
  it.each([CHALLENGE, 'x'.repeat(43)])('is %s', (challenge) => {
    expect(isCodeChallenge(challenge)).toBe(true);
  });

  it.each([
    '',
    'x'.repeat(42),
    'x'.repeat(44),
    `${CHALLENGE}=`,
    CHALLENGE.replace('-', '+'),
    `${CHALLENGE.slice(1)}\n`,
    `${CHALLENGE.slice(1)}~`,
  ])('is not %j', (challenge) => {
    expect(isCodeChallenge(challenge)).toBe(false);
  });
});

describe('the proof of possession (RFC 7636 §4.6)', () => {
  it('is that of the appendix', () => {
    expect(matchesChallenge(VERIFIER, CHALLENGE)).toBe(true);
  });

  it('fits one challenge', () => {
    fc.assert(
      fc.property(verifiers, verifiers, (a, b) => {
        expect(matchesChallenge(a, s256(a))).toBe(true);
        expect(matchesChallenge(a, s256(b))).toBe(a === b);
      }),
    );
  });

  it.each([
    ['the challenge itself: there is no plain', CHALLENGE, CHALLENGE],
    ['a verifier in other letters', VERIFIER.toUpperCase(), CHALLENGE],
    ['one that is too short, though its hash fits', 'x'.repeat(42), s256('x'.repeat(42))],
    ['one that is too long, though its hash fits', 'x'.repeat(129), s256('x'.repeat(129))],
    ['nothing', '', s256('')],
    ['a challenge with padding', VERIFIER, `${CHALLENGE}=`],
    ['an empty challenge', VERIFIER, ''],
  ])('is not %s', (_, verifier, challenge) => {
    expect(matchesChallenge(verifier, challenge)).toBe(false);
  });
});

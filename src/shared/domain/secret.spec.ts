import * as fc from 'fast-check';
import { base62, equalInConstantTime, randomBase62, SecretFormat, type SecretKind, sha256 } from './secret';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const KINDS: SecretKind[] = ['personal', 'refresh', 'access', 'client', 'code', 'link'];
const format = new SecretFormat('a');
const kind = fc.constantFrom(...KINDS);

describe('random characters', () => {
  it('are as many as wanted, all of 0-9A-Za-z', () => {
    fc.assert(
      fc.property(fc.nat(300), (length) => {
        const text = randomBase62(length);
        expect(text).toHaveLength(length);
        expect(text).toMatch(/^[0-9A-Za-z]*$/);
      }),
    );
  });

  it('are each equally likely', () => {
    const counts = new Map([...ALPHABET].map((character) => [character, 0]));
    for (const character of randomBase62(62 * 2000)) counts.set(character, counts.get(character)! + 1);
    // Six standard deviations; a remainder of bytes without rejection would make eight letters 25 % more likely.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(270);
  });

  it('do not come twice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => randomBase62(16))).size).toBe(1000);
  });
});

describe('what is stored of a secret', () => {
  it('is its SHA-256 in base64url', () => {
    expect(sha256('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});

describe('bytes as characters', () => {
  it('are always the same, and as long as wanted', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.integer({ min: 1, max: 43 }),
        (bytes, length) => {
          const text = base62(bytes, length);
          expect(text).toHaveLength(length);
          expect(text).toMatch(/^[0-9A-Za-z]+$/);
          expect(base62(Uint8Array.from(bytes), length)).toBe(text);
        },
      ),
    );
  });

  it('keep every bit when there is room for them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        let value = 0n;
        for (const character of [...base62(bytes, 43)].reverse())
          value = value * 62n + BigInt(ALPHABET.indexOf(character));
        expect(value).toBe(BigInt('0x' + Buffer.from(bytes).toString('hex')));
      }),
    );
  });
});

describe('a comparison in constant time', () => {
  it('says yes to equal strings only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(equalInConstantTime(a, a)).toBe(true);
        expect(equalInConstantTime(a, b)).toBe(a === b);
      }),
    );
  });

  it.each([
    ['abc', 'ab'],
    ['abc', 'abd'],
    ['', 'a'],
    ['é', 'e\u0301'],
    ['A', 'a'],
  ])('keeps %j and %j apart', (a, b) => {
    expect(equalInConstantTime(a, b)).toBe(false);
  });
});

describe('the look of a secret', () => {
  it.each([
    ['personal', 'apat_'],
    ['refresh', 'art_'],
    ['access', 'aat_'],
    ['client', 'acs_'],
    ['code', 'aac_'],
    ['link', 'aln_'],
  ] as const)('of the kind %s begins with %s', (name, prefix) => {
    expect(format.prefix(name)).toBe(prefix);
    const value = format.make(name);
    expect(value).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{42}$`));
    expect(format.claims(name, value)).toBe(true);
    expect(format.body(name, value)).toBe(value.slice(prefix.length, -6));
  });

  it('ends with the CRC-32 of all before it', () => {
    // 3036752106, in six characters of 62
    expect(format.make('personal', '0'.repeat(36))).toBe(`apat_${'0'.repeat(36)}3JVtwg`);
  });

  it('begins with the letter of the setting TOKEN_PREFIX', () => {
    const ours = new SecretFormat('k');
    expect(ours.make('client')).toMatch(/^kcs_/);
    expect(ours.body('client', format.make('client'))).toBeNull();
  });

  it('is of one kind', () => {
    fc.assert(
      fc.property(kind, kind, (made, read) => {
        const value = format.make(made);
        expect(format.body(read, value) !== null).toBe(made === read);
        expect(format.claims(read, value)).toBe(made === read);
      }),
    );
  });

  it('is broken by any one character that is typed wrongly', () => {
    fc.assert(
      fc.property(kind, fc.nat(), fc.constantFrom(...ALPHABET, '_', '-', ' '), (name, place, typed) => {
        const value = format.make(name);
        const at = place % value.length;
        fc.pre(value[at] !== typed);
        expect(format.body(name, value.slice(0, at) + typed + value.slice(at + 1))).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('is broken by two neighbours that change places', () => {
    fc.assert(
      fc.property(kind, fc.nat(), (name, place) => {
        const value = format.make(name);
        const at = place % (value.length - 1);
        fc.pre(value[at] !== value[at + 1]);
        const swapped = value.slice(0, at) + value[at + 1] + value[at] + value.slice(at + 2);
        expect(format.body(name, swapped)).toBeNull();
      }),
    );
  });

  it.each([
    ['nothing', () => ''],
    ['the prefix alone', () => 'apat_'],
    ['too little in the middle', () => format.make('personal', 'x'.repeat(35))],
    ['more than 200 characters', () => format.make('personal', 'x'.repeat(190))],
    ['a blank in front', () => ` ${format.make('personal')}`],
    ['a blank behind', () => `${format.make('personal')} `],
    ['capitals in the prefix', () => format.make('personal').replace('apat_', 'APAT_')],
    ['no checksum', () => format.make('personal').slice(0, -6)],
  ])('is not that of %s', (_, value) => {
    expect(format.body('personal', value())).toBeNull();
  });
});

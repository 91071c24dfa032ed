import * as fc from 'fast-check';
import {
  formatScope,
  intersect,
  isScopeToken,
  isSubset,
  MAX_SCOPE_LENGTH,
  MAX_SCOPE_WORDS,
  parseScope,
  union,
  without,
} from './scope';

/** NQCHAR without the blank: %x21 / %x23-5B / %x5D-7E. */
const LETTERS = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).filter(
  (letter) => letter !== '"' && letter !== '\\',
);
const word = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 1, maxLength: 15 });
const words = fc.uniqueArray(word, { maxLength: 20 });

describe('a scope (RFC 6749 §3.3)', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(words, (list) => {
        expect(parseScope(formatScope(list))).toEqual(list);
      }),
    );
  });

  it('is a set: blanks and repetitions say nothing', () => {
    const gaps = fc.array(fc.constantFrom(' ', '  ', '   '), { minLength: 41, maxLength: 41 });
    fc.assert(
      fc.property(words, gaps, (list, blanks) => {
        const untidy = [...list, ...list].map((item, index) => blanks[index] + item).join('') + blanks[40];
        expect(parseScope(untidy)).toEqual(list);
      }),
    );
  });

  it('has no other characters', () => {
    fc.assert(
      fc.property(
        words,
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.nat(),
        (list, odd, place) => {
          fc.pre(odd !== ' ' && !LETTERS.includes(odd));
          const text = formatScope([...list, 'x']);
          const at = place % (text.length + 1);
          expect(parseScope(text.slice(0, at) + odd + text.slice(at))).toBeNull();
        },
      ),
    );
  });

  it.each([
    ['', []],
    ['   ', []],
    ['a', ['a']],
    ['A a', ['A', 'a']],
    ['read:projects write:projects', ['read:projects', 'write:projects']],
    ['__proto__ constructor', ['__proto__', 'constructor']],
  ])('%j has the words %j', (text, expected) => {
    expect(parseScope(text)).toEqual(expected);
  });

  it.each([
    'a\tb',
    'a\nb',
    'a,"b"',
    'a\\b',
    'é',
    'a\u00a0b',
    'a\0',
    '\x7f',
    'a '.repeat(500) + 'b',
    'x'.repeat(101),
  ])('%j is none', (text) => {
    expect(parseScope(text)).toBeNull();
  });

  it('has at most 50 words and 1000 characters', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`).join(' ');
    expect(parseScope(many(MAX_SCOPE_WORDS))).toHaveLength(50);
    expect(parseScope(many(MAX_SCOPE_WORDS + 1))).toBeNull();
    const long = Array.from({ length: 10 }, (_, index) => String(index).repeat(99)).join(' ');
    expect(parseScope(`${long} `)).toHaveLength(10);
    expect(`${long} `).toHaveLength(MAX_SCOPE_LENGTH);
    expect(parseScope(`${long}  `)).toBeNull();
  });

  it.each(['', ' ', 'a b', '"', '\\', 'x'.repeat(101)])('has no word %j', (text) => {
    expect(isScopeToken(text)).toBe(false);
  });
});

describe('sets of scopes', () => {
  it('compare words whole and with their case', () => {
    expect(intersect(['read', 'Read', 'read:all'], ['read'])).toEqual(['read']);
    expect(isSubset(['rea'], ['read'])).toBe(false);
    expect(isSubset([], ['read'])).toBe(true);
    expect(without(['read', 'write'], ['write', 'Read'])).toEqual(['read']);
    expect(union(['read', 'write'], ['write', 'email'])).toEqual(['read', 'write', 'email']);
  });

  it('follow the laws of sets', () => {
    const pool = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'A'));
    fc.assert(
      fc.property(pool, pool, (a, b) => {
        expect(isSubset(intersect(a, b), a) && isSubset(intersect(a, b), b)).toBe(true);
        expect(union(without(a, b), intersect(a, b)).sort()).toEqual([...a].sort());
        expect(isSubset(a, b)).toBe(without(a, b).length === 0);
        expect(new Set(union(a, b)).size).toBe(union(a, b).length);
        expect(isSubset(a, union(a, b)) && isSubset(b, union(a, b))).toBe(true);
      }),
    );
  });
});

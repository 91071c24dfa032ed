import { isLine, nameFaults } from './line';

describe('a line for people to read', () => {
  it.each(['Ada Lovelace', ' José ', 'علی', '李', 'Straße 🚀', 'نورا'])('is %s', (name) => {
    expect(nameFaults(name)).toEqual([]);
  });

  it.each([
    ['a zero-width blank', '\u200B'],
    ['a joiner', '\u200D'],
    ['a non-joiner', '\u200C'],
    ['a word joiner', '\u2060'],
    ['a soft hyphen', '\u00AD'],
    ['a byte order mark inside', '\uFEFF'],
    ['an override of the direction', '\u202E'],
    ['an isolate', '\u2067'],
    ['a blank letter', '\u3164'],
    ['a tag', '\u{E0041}'],
    ['a line end', '\n'],
    ['half a pair', '\uD800'],
  ])('has not %s', (_, character) => {
    const name = `Ada${character}Lovelace`;
    expect(isLine(name)).toBe(false);
    expect(nameFaults(name)).toMatchObject([{ pointer: '/name', code: 'character_not_allowed' }]);
  });

  it('is not empty, and not too long', () => {
    for (const name of ['', ' ', 'a'.repeat(101)])
      expect(nameFaults(name)).toMatchObject([{ pointer: '/name', code: 'length' }]);
  });
});

import * as fc from 'fast-check';
import { acceptedLanguage, languageOf } from './choose-language';
import { LANGUAGES } from './words';

describe('the first language tag that we speak (RFC 4647 §3.4)', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-at', 'de'],
    ['fr-Latn-CA-x-private', 'fr'],
    ['nl es-MX de', 'es'],
    ['  fr', 'fr'],
    ['en de', 'en'],
  ])('of %j is %s', (tags, language) => {
    expect(languageOf(tags)).toBe(language);
  });

  it.each([
    null,
    undefined,
    '',
    ' ',
    'xx',
    '*',
    'deu',
    'd',
    'de_AT',
    'x-de',
    'nl-de',
    'de,fr',
    'de;q=1',
    '-de',
    '__proto__',
    'constructor',
    '\0de',
    'ｄｅ',
  ])('of %j is none', (tags) => {
    expect(languageOf(tags)).toBeNull();
  });

  it('is looked for in the first 200 characters', () => {
    expect(languageOf(`${'xx '.repeat(60)}de`)).toBe('de');
    expect(languageOf(`${'xx '.repeat(3333)}de`)).toBeNull();
    expect(languageOf('d'.repeat(10_000))).toBeNull();
  });

  it('is one of ours or none, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (tags) => {
        expect([...LANGUAGES, null]).toContain(languageOf(tags));
      }),
    );
  });
});

describe('the language of an Accept-Language header (RFC 9110 §12.5.4)', () => {
  it.each([
    ['de', 'de'],
    ['de-AT, en;q=0.5', 'de'],
    ['en;q=0.5, de-AT', 'de'],
    ['fr;q=0.5,es;q=0.9,en;q=0.1', 'es'],
    ['nl, fr;q=0.1', 'fr'],
    ['FR-ca', 'fr'],
    ['*', 'en'],
    ['*;q=0.1, es', 'es'],
    ['de;q=0, es;q=0.2', 'es'],
    ['en;q=0, *', 'de'],
  ])('%s asks for %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language);
  });

  it.each([
    undefined,
    '',
    ' ',
    ',',
    ';;q=',
    'nl',
    'de;q=0',
    '*;q=0',
    'xx-de',
    'q=1',
    '\0',
    '<script>',
    '__proto__',
    'de de',
  ])('%j asks for nothing that we have: it is English', (header) => {
    expect(acceptedLanguage(header)).toBe('en');
  });

  it.each([
    ['one long word', 'd'.repeat(10_000)],
    ['many languages', 'xx,'.repeat(3333) + 'de'],
    ['nothing but commas', ','.repeat(10_000)],
    ['nothing but weights', ';q=1'.repeat(2500)],
    ['many blanks', `de${' '.repeat(9_990)};q=1`],
    ['many subtags', `nl${'-a'.repeat(5000)}`],
  ])('of 10,000 characters, %s, is answered at once', (_, header) => {
    const begin = performance.now();
    expect(LANGUAGES).toContain(acceptedLanguage(header));
    expect(performance.now() - begin).toBeLessThan(100);
  });

  it('asks for one of ours, whatever is sent', () => {
    const pieces = fc.constantFrom(
      'de',
      'fr-CA',
      'en',
      '*',
      ',',
      ';',
      'q=',
      '0',
      '0.5',
      '1',
      ' ',
      '-',
      'x',
      '\t',
    );
    const header = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(header, (text) => {
        expect(LANGUAGES).toContain(acceptedLanguage(text));
      }),
    );
  });
});

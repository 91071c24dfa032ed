import { CATALOGUES, counted, LANGUAGE_NAMES, LANGUAGES, say, split, template } from './words';

describe('a message that depends on a number', () => {
  it.each([
    ['en', 0, 'time.days.other'],
    ['en', 1, 'time.days.one'],
    ['en', 2, 'time.days.other'],
    ['de', 1, 'time.days.one'],
    ['de', 1.5, 'time.days.other'],
    ['fr', 0, 'time.days.one'],
    ['fr', 1.5, 'time.days.one'],
    ['fr', 2, 'time.days.other'],
    ['es', 1, 'time.days.one'],
  ] as const)('is in %s for %d the form %s', (language, count, key) => {
    expect(counted(language, 'time.days', count)).toBe(key);
  });

  it.each(['es', 'fr'] as const)('has in %s for a million the form of other numbers', (language) => {
    expect(new Intl.PluralRules(language).select(1_000_000)).toBe('many');
    expect(counted(language, 'time.days', 1_000_000)).toBe('time.days.other');
  });

  it.each(['en', 'de', 'es', 'fr'] as const)('has words of its own in %s for none at all', (language) => {
    expect(counted(language, 'app.deleteText', 0)).toBe('app.deleteText.zero');
    expect(counted(language, 'time.days', 0)).not.toBe('time.days.zero');
  });

  it('takes a form that only this language has', () => {
    const form = 'time.days.many';
    try {
      CATALOGUES.fr[form] = '{count} de jours';
      expect(counted('fr', 'time.days', 1_000_000)).toBe(form);
      expect(counted('es', 'time.days', 1_000_000)).toBe('time.days.other');
    } finally {
      delete CATALOGUES.fr[form];
    }
  });
});

describe('a message as text', () => {
  it('has its values in their places', () => {
    expect(say('en', 'mail.usedFrom', { when: 'today', ip: '127.0.0.1' })).toBe(
      'It was last used today from 127.0.0.1.',
    );
    expect(say('de', 'time.days.other', { count: 7 })).toBe('7 Tage');
  });

  it('takes values as they are, not as places of their own', () => {
    expect(say('en', 'title.error', { title: '{title} {name} $1' })).toBe('Error: {title} {name} $1');
  });

  it('does not need values that have no place', () => {
    expect(say('en', 'action.copy', { what: 'nothing' })).toBe('Copy');
  });

  it.each(LANGUAGES)('is refused in %s when a place has no value', (language) => {
    expect(() => say(language, 'mail.usedFrom', { when: 'today' })).toThrow(
      'The message mail.usedFrom has no value for {ip}',
    );
    expect(() => say(language, 'title.error')).toThrow('{title}');
  });

  it('may have the value 0 or nothing at all in a place', () => {
    expect(say('en', 'time.days.other', { count: 0 })).toBe('0 days');
    expect(say('en', 'title.error', { title: '' })).toBe('Error: ');
  });

  it('is English where the language lacks it', () => {
    const { 'action.copy': own } = CATALOGUES.de;
    try {
      delete CATALOGUES.de['action.copy'];
      expect(template('de', 'action.copy')).toBe('Copy');
    } finally {
      CATALOGUES.de['action.copy'] = own;
    }
    expect(template('de', 'action.copy')).toBe('Kopieren');
  });
});

describe('the split of a message', () => {
  it.each([
    ['', ['']],
    ['no places', ['no places']],
    ['{a}', ['', 'a', '']],
    ['{a}{b}', ['', 'a', '', 'b', '']],
    ['to {a}, or {a}!', ['to ', 'a', ', or ', 'a', '!']],
    ['{ a } {} {a-b} }{', ['{ a } {} {a-b} }{']],
  ])('%j is text and places in turn', (message, parts) => {
    expect(split(message)).toEqual(parts);
  });
});

it('every language says its own name', () => {
  for (const language of LANGUAGES) {
    const [own] = new Intl.DisplayNames(language, { type: 'language' }).of(language)!;
    expect(LANGUAGE_NAMES[language][0]).toBe(own!.toUpperCase());
  }
});

import { CATALOGUES, split } from '../../locales/words';
import { type MailKey, writeMail } from './mail';

const KEYS = Object.keys(CATALOGUES.en)
  .filter((key) => /^mail\..*\.subject$/.test(key))
  .map((key) => key.replace(/\.subject$/, '') as MailKey);

/** A value for every place of both messages. */
const valuesOf = (key: MailKey): Record<string, string> =>
  Object.fromEntries(
    ['subject', 'text'].flatMap((part) =>
      split(CATALOGUES.en[`${key}.${part}`]!)
        .filter((_, index) => index % 2 === 1)
        .map((place) => [place, `<${place}>`]),
    ),
  );

describe('writeMail', () => {
  it.each(KEYS)('%s: a subject in one line, and a text that says what to do', (key) => {
    const { subject, text } = writeMail('ada@example.com', 'en', key, valuesOf(key));
    expect(subject).toMatch(/^.{10,78}$/);
    expect(text).toMatch(/\n$/);
    expect(`${subject}${text}`).not.toMatch(/please|oops|sorry/i);
  });

  it.each(['a\r\nBcc: x', 'a\n\nb', 'a\u0000b', 'a\u2028b\u0085c'])('keeps %j in its line', (client) => {
    const { subject } = writeMail('a@b.c', 'en', 'mail.appRemoved', { app: 'G', client, link: 'x' });
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  });

  it('says who lacks a value, instead of mailing a hole', () => {
    expect(() => writeMail('a@b.c', 'en', 'mail.passwordReset', { app: 'G' })).toThrow('{link}');
  });
});

import { type Language, type MessageKey, say, type Values, type WithoutEnding } from '../../locales/words';

/** A mail by the beginning of its two messages: `<key>.subject` and `<key>.text`. */
export type MailKey = WithoutEnding<MessageKey, 'subject'> & WithoutEnding<MessageKey, 'text'>;

/** A mail to one person, as plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Names come from people: in a subject they stay within its line (RFC 5322 §2.2). */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** The mail of that key in a language. */
export function writeMail(to: string, language: Language, key: MailKey, values: Values): Mail {
  return {
    to,
    subject: oneLine(say(language, `${key}.subject`, values)),
    text: `${say(language, `${key}.text`, values)}\n`,
  };
}

import de from './de.json';
import en from './en.json';
import es from './es.json';
import fr from './fr.json';

/** Languages that people can read the pages in, by language tag; the first is the one to fall back to. */
export const LANGUAGES = ['en', 'de', 'es', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a language calls itself. */
export const LANGUAGE_NAMES: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
};

export type MessageKey = keyof typeof en;
/** A message that depends on a number: `<key>.one`, `<key>.other` and what else a language needs. */
export type CountKey = WithoutEnding<MessageKey, 'other'>;

/** What stands before an ending, for every key that has it. */
export type WithoutEnding<Key, Ending extends string> = Key extends `${infer Base}.${Ending}` ? Base : never;

export type Values = Record<string, string | number>;

/** A message and what stands in its places, to be said in any language. */
export interface Message {
  key: MessageKey;
  values?: Values;
}

/** Every text of the pages and mails, by language; `locales.spec.ts` holds them complete. */
export const CATALOGUES: Record<Language, Partial<Record<string, string>>> = { en, de, es, fr };

/** The message as it is written, with its `{places}`; in English where the language lacks it. */
export const template = (language: Language, key: MessageKey): string => CATALOGUES[language][key] ?? en[key];

/** The form of a counted message that fits the number (CLDR plural rules); none at all may have words of its own. */
export function counted(language: Language, key: CountKey, count: number): MessageKey {
  if (count === 0 && `${key}.zero` in en) return `${key}.zero` as MessageKey;
  const form = `${key}.${new Intl.PluralRules(language).select(count)}`;
  return (form in en || form in CATALOGUES[language] ? form : `${key}.other`) as MessageKey;
}

/** Text and places in turn: `['Hello ', 'name', '!']`; every second one names a place. */
export const split = (message: string): string[] => message.split(/\{(\w+)\}/);

/** A message as plain text. @throws Error when a place has no value */
export function say(language: Language, key: MessageKey, values: Values = {}): string {
  return split(template(language, key))
    .map((part, index) => (index % 2 === 0 ? part : String(requireValue(values, part, key))))
    .join('');
}

export function requireValue<T>(values: Record<string, T>, name: string, key: string): T {
  const value = values[name];
  if (value === undefined) throw new Error(`The message ${key} has no value for {${name}}`);
  return value;
}

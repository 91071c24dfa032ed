import Negotiator from 'negotiator';
import { type Language, LANGUAGES } from './words';

/** The first of some language tags that we speak, `de-AT` counting as `de`; null: none (RFC 4647 §3.4). */
export function languageOf(tags: string | null | undefined): Language | null {
  for (const tag of (tags ?? '').slice(0, 200).split(' ')) {
    const primary = tag.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((language) => language === primary);
    if (found) return found;
  }
  return null;
}

/** What an `Accept-Language` header asks for (RFC 9110 §12.5.4); the first language of ours when it names none. */
export function acceptedLanguage(header: string | undefined): Language {
  const negotiator = new Negotiator({ headers: { 'accept-language': header?.slice(0, 500) ?? '*' } });
  return (negotiator.language([...LANGUAGES]) as Language | undefined) ?? LANGUAGES[0];
}

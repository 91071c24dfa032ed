import { acceptedLanguage, languageOf } from '../../locales/choose-language';
import { type Language, LANGUAGES } from '../../locales/words';
import { ambient, type RequestContext, runIn } from './ambient';

export type { LanguageWishes, RequestContext } from './ambient';

/** The request that is being answered, or null in the CLI and in timers. */
export const currentRequest = (): RequestContext | null => ambient().request;

/** The language of the page that is being made: the nearest wish that we can fulfil. */
export function currentLanguage(): Language {
  const wishes = currentRequest()?.languages;
  if (!wishes) return LANGUAGES[0];
  const { asked, setting, cookie, accepted } = wishes;
  return languageOf(asked) ?? languageOf(setting) ?? languageOf(cookie) ?? acceptedLanguage(accepted);
}

/**
 * Goes on in the language that this browser was asked for last, whatever the person's own is: an app has begun this
 * with `ui_locales`.
 */
export function keepAskedLanguage(): void {
  const wishes = currentRequest()?.languages;
  if (wishes && !languageOf(wishes.asked)) wishes.asked = wishes.cookie;
}

export const runInRequest = <T>(request: RequestContext, work: () => T): T =>
  runIn({ request, scope: null }, work);

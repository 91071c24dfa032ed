import { AsyncLocalStorage } from 'node:async_hooks';
import { acceptedLanguage, languageOf } from '../../locales/choose-language';
import { type Language, LANGUAGES } from '../../locales/words';

/** Language tags that speak for this request, as they came. */
export interface LanguageWishes {
  /** `ui_locales` of the very request. */
  asked: string | null;
  /** The setting of the person who is signed in. */
  setting: string | null;
  /** What this browser has asked for before. */
  cookie: string | null;
  /** The `Accept-Language` header. */
  accepted: string | undefined;
}

/** Where a request came from: for the log and the audit log; and the language to answer it in. */
export interface RequestContext {
  requestId: string;
  ip: string;
  userAgent: string | null;
  /** Path and query of the page that is asked for, so that it can be linked to in another language; null for forms. */
  page: string | null;
  languages: LanguageWishes;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request that is being answered, or null in the CLI and in timers. */
export const currentRequest = (): RequestContext | null => storage.getStore() ?? null;

/** The language of the page that is being made: the nearest wish that we can fulfil. */
export function currentLanguage(): Language {
  const wishes = storage.getStore()?.languages;
  if (!wishes) return LANGUAGES[0];
  const { asked, setting, cookie, accepted } = wishes;
  return languageOf(asked) ?? languageOf(setting) ?? languageOf(cookie) ?? acceptedLanguage(accepted);
}

/**
 * Goes on in the language that this browser was asked for last, whatever the person's own is: an app has begun this
 * with `ui_locales`.
 */
export function keepAskedLanguage(): void {
  const wishes = storage.getStore()?.languages;
  if (wishes && !languageOf(wishes.asked)) wishes.asked = wishes.cookie;
}

export const runInRequest = <T>(context: RequestContext, work: () => T): T => storage.run(context, work);

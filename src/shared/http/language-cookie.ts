/** Remembers the language that a link or an app has asked for (`ui_locales`) in this browser. */
export const LANGUAGE_COOKIE = '__Host-grantor-language';

const FORM = new RegExp(`(?:^|;) *${LANGUAGE_COOKIE}=([a-z]{2})(?:;|$)`);

/** Read from the header itself: error pages are made before anybody has parsed the cookies. */
export const readLanguageCookie = (header: string | undefined): string | null =>
  FORM.exec(header ?? '')?.[1] ?? null;

import { AsyncLocalStorage } from 'node:async_hooks';

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

/** What work carries along wherever its promises lead. */
export interface Ambient {
  readonly request: RequestContext | null;
  /** Where it stands in the database, for the one `Database` that has put it there. */
  readonly scope: { readonly owner: object } | null;
}

const NOTHING: Ambient = { request: null, scope: null };

/** One storage for request and database: on Node 20 each of them costs every promise of the process. */
const storage = new AsyncLocalStorage<Ambient>();

export const ambient = (): Ambient => storage.getStore() ?? NOTHING;

export const runIn = <T>(carried: Ambient, work: () => T): T => storage.run(carried, work);

import type { Settings } from '../config/settings';
import {
  counted,
  type CountKey,
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  type MessageKey,
  requireValue,
  split,
  template,
} from '../locales/words';
import type { ScopeDefinition } from '../scopes/domain/scope';
import { currentLanguage, currentRequest } from '../shared/application/request-context';
import type { FieldError } from '../shared/domain/problem';
import { type Html, html, type Part, safeHref } from './html';
import { ARCH, RISK_ICONS } from './icons';
import { localTime, relativeTime } from './times';

/** What every form carries to prove that we made it for this browser. */
export interface FormView {
  action: string;
  csrf: string;
}

/** What pages are built from: words in the reader's language, addresses, and the frame around every page. */
export abstract class PageKit {
  constructor(readonly settings: Settings) {}

  get language(): Language {
    return currentLanguage();
  }

  /** A message; its places take text, which is escaped, or HTML. */
  t(key: MessageKey, values: Record<string, Part> = {}): Html {
    const parts = split(template(this.language, key));
    return html`${parts.map((part, index) => (index % 2 === 0 ? part : requireValue(values, part, key)))}`;
  }

  /** A message in the form that fits a number; `{count}` is the number. */
  count(key: CountKey, count: number, values: Record<string, Part> = {}): Html {
    return this.t(counted(this.language, key, count), { count: this.number(count), ...values });
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.language).format(value);
  }

  /** A day; in UTC here, in the reader's own zone where scripts run. */
  day(at: number): Html {
    return localTime(this.language, at, 'day');
  }

  /** A day and time. */
  moment(at: number): Html {
    return localTime(this.language, at, 'moment');
  }

  /** How long ago, or in how long: "2 hours ago". */
  ago(at: number, now: number): Html {
    return relativeTime(this.language, at, now);
  }

  /** What is wrong with a field, in the reader's language where it is known there. */
  fault(error: FieldError): Html {
    return error.message ? this.t(error.message.key, error.message.values) : html`${error.detail}`;
  }

  /** A path of ours as the browser knows it; other addresses only when they are http or https. */
  at(address: string): string {
    return address.startsWith('/') ? this.settings.path(safeHref(address)) : safeHref(address);
  }

  /** What a scope lets somebody do, in the reader's language. */
  scopeText({ locales, consentText }: ScopeDefinition): string {
    return locales?.[this.language] ?? consentText;
  }

  /** One scope in a list: risky ones are marked by icon and by words. */
  scopeLine(scope: ScopeDefinition): Html {
    const icon = RISK_ICONS[scope.risk];
    const words = this.scopeText(scope);
    const name = html`<br><small>${scope.name}</small>`;
    if (scope.risk !== 'danger') return html`<li>${icon}<span>${words}${name}</span></li>`;
    return html`<li class="hot">${icon}<span><strong>${words}</strong> <span class="badge bad">${this.t('scope.danger')}</span>${name}</span></li>`;
  }

  hidden(name: string, value: string | null): Html | null {
    return value === null ? null : html`<input type="hidden" name="${name}" value="${value}">`;
  }

  brand(): Html {
    const { appLogo, appName } = this.settings;
    const mark = appLogo ? html`<img src="${this.at('/assets/logo')}" alt="" width="28" height="28">` : ARCH;
    return html`<a class="brand" href="${this.at('/')}">${mark}<span>${appName}</span></a>`;
  }

  /** A page of one card in the middle: sign-in, consent, messages. */
  authCard(title: Part, body: Html, options: { wide?: boolean } = {}): Html {
    return this.document(
      title,
      html`<div class="auth${options.wide && ' wide'}"><main id="main"><div class="card stack-l stack">${this.brand()}${body}</div>${this.foot()}</main></div>`,
    );
  }

  /** The whole page around a body. `script` names another script of ours that it needs, `module` one with imports. */
  document(title: Part, body: Html, options: { script?: string; module?: string } = {}): Html {
    const { appName, themeCss } = this.settings;
    const whole = html`${title}`.text === html`${appName}`.text ? title : html`${title} · ${appName}`;
    const scripts = ['app.js', ...(options.script ? [options.script] : [])];
    return html`<!doctype html>
<html lang="${this.language}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${whole}</title><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${this.at('/assets/app.css')}">${themeCss && html`<link rel="stylesheet" href="${this.at('/assets/theme.css')}">`}
${scripts.map((name) => html`<script src="${this.at(`/assets/${name}`)}" defer></script>`)}${options.module && html`<script src="${this.at(`/assets/${options.module}`)}" type="module"></script>`}
</head><body>${body}</body></html>`;
  }

  /** The languages, at the same place on every page. A page that answers a form cannot be asked for again. */
  foot(): Html | null {
    const page = currentRequest()?.page;
    if (!page) return null;
    const others = LANGUAGES.filter((language) => language !== this.language);
    return html`<footer class="foot"><ul class="languages" aria-label="${this.t('foot.languages')}">${others.map(
      (language) =>
        html`<li><a href="${inLanguage(page, language)}" lang="${language}" hreflang="${language}">${LANGUAGE_NAMES[language]}</a></li>`,
    )}</ul></footer>`;
  }
}

/** The same page, in another language. Only its query is read: a path like `//[` is no address to a parser of URLs. */
function inLanguage(page: string, language: Language): string {
  const query = new URLSearchParams(/\?([^#]*)/.exec(page)?.[1]);
  query.set('ui_locales', language);
  return `?${query.toString()}`;
}

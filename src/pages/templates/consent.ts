import type { ScopeDefinition } from '../../scopes/domain/scope';
import { type Html, html, safeHref } from '../html';
import type { FormView, PageKit } from '../page-kit';
import { initials } from './parts';

export interface ConsentView extends FormView {
  txn: string;
  appName: string;
  /** Host of the redirect URI, or its scheme where it has no host. */
  destination: string;
  /** Address of the app's site, or null where the redirect URI shows none. */
  site: string | null;
  user: { name: string; email: string };
  /** Not allowed before. */
  newScopes: ScopeDefinition[];
  /** Allowed before, and asked for again. */
  knownScopes: ScopeDefinition[];
  /** Where "Not you?" posts to. */
  switchUserAction: string;
  /** Whether it gets a refresh token. */
  offline: boolean;
}

/** What an app will be able to do, and two buttons of the same size. */
export function consentPage(kit: PageKit, view: ConsentView): Html {
  const { appName, user, destination } = view;
  const site = view.site && html`<a href="${safeHref(view.site)}" rel="noreferrer">${destination}</a>`;
  const title = kit.t('consent.title', { app: appName });
  const body = html`
    <div class="row">
      <span class="appmark" aria-hidden="true">${initials(appName)}</span>
      <div><h1>${title}</h1><p class="muted">${site || destination}</p></div>
    </div>
    <div class="who">
      <span class="avatar" aria-hidden="true">${initials(user.name).slice(0, 1)}</span>
      <span><strong>${user.name}</strong><br><small>${user.email}</small></span>
      <form method="post" action="${kit.at(view.switchUserAction)}" id="switch-user">
        ${kit.hidden('csrf', view.csrf)}${kit.hidden('txn', view.txn)}
        <button class="btn quiet s" type="submit">${kit.t('consent.notYou')}</button>
      </form>
    </div>
    <form method="post" action="${kit.at(view.action)}" class="stack" id="consent">
      ${kit.hidden('txn', view.txn)}${kit.hidden('csrf', view.csrf)}
      ${scopeLists(kit, view)}
      <p class="muted">${kit.t(view.offline ? 'consent.lasts' : 'consent.ends')} ${kit.t('consent.goTo', { destination: html`<strong>${destination}</strong>` })}</p>
      <div class="pair">
        <button class="btn" type="submit" name="decision" value="deny">${kit.t('action.cancel')}</button>
        <button class="btn primary" type="submit" name="decision" value="allow">${kit.t('consent.allow')}</button>
      </div>
    </form>`;
  return kit.authCard(title, body, { wide: true });
}

function scopeLists(kit: PageKit, { newScopes, knownScopes }: ConsentView): Html {
  if (newScopes.length + knownScopes.length === 0) return html`<p>${kit.t('consent.onlyId')}</p>`;
  const list = (scopes: ScopeDefinition[]) => scopes.map((scope) => kit.scopeLine(scope));
  const asked = html`<h2 id="scopes-title">${kit.t('consent.will')}</h2>
    <ul class="scopes" aria-labelledby="scopes-title">${list(newScopes)}</ul>`;
  const known = html`<details${newScopes.length === 0 && html` open`}><summary>${kit.t('consent.already')}</summary>
    <ul class="scopes">${list(knownScopes)}</ul></details>`;
  return html`${newScopes.length > 0 && asked}${knownScopes.length > 0 && known}`;
}

export interface ReturningView {
  appName: string;
  /** The whole address, with the answer in it. */
  location: string;
  destination: string;
}

/** A 200 page with a `Refresh` header: Chromium blocks a redirect here (see docs/adr/0004). */
export function returningPage(kit: PageKit, view: ReturningView): Html {
  const link = html`<a id="continue" href="${view.location}" rel="noreferrer">${kit.t('returning.link', { destination: view.destination })}</a>`;
  const title = kit.t('returning.title', { app: view.appName });
  return kit.authCard(title, html`<h1>${title}</h1><p>${kit.t('returning.text', { link })}</p>`);
}

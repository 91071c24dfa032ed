import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings';
import type { ScopeDefinition } from '../scopes/domain/scope';
import { Html, html, safeHref } from './html';
import { ARCH, RISK_ICONS } from './icons';
import type {
  ConsentView,
  ErrorView,
  HomeView,
  MessageView,
  ReturningView,
  SignInView,
  SignOutView,
} from './views';

/**
 * Replaceable part: view data in, HTML out. A company subclasses it and overrides one page.
 *
 * Pages work without scripts, load nothing from elsewhere and have stable ids and names: programs drive them.
 */
@Injectable()
export class Pages {
  constructor(protected readonly settings: Settings) {}

  signIn(view: SignInView): Html {
    const invalid = view.error && html` aria-invalid="true" aria-describedby="error"`;
    const body = html`
      <div><h1>Sign in</h1>
        ${view.appName && html`<p class="muted">to continue to <strong>${view.appName}</strong></p>`}</div>
      ${view.error && html`<div class="note bad" role="alert" id="error"><p>${view.error}</p></div>`}
      <form method="post" action="${this.at(view.action)}" class="stack" id="sign-in">
        ${this.hidden('csrf', view.csrf)}${this.hidden('txn', view.txn)}${this.hidden('next', view.next)}
        <div class="field">
          <label for="email">Email</label>
          <input id="email" name="email" type="email" autocomplete="username" autocapitalize="none"
            spellcheck="false" value="${view.email}" required autofocus${invalid}>
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required${invalid}>
        </div>
        <label class="row"><input type="checkbox" id="remember" name="remember" value="1"> <span>Keep me signed in on this device</span></label>
        <button class="btn primary block" type="submit">Sign in</button>
      </form>`;
    return this.authCard(view.error ? 'Error: Sign in' : 'Sign in', body);
  }

  consent(view: ConsentView): Html {
    const { appName, user, destination } = view;
    const site = view.site && html`<a href="${safeHref(view.site)}" rel="noreferrer">${destination}</a>`;
    const lasts = view.offline
      ? 'Access lasts, also when you are not here, until you remove it.'
      : 'Access ends by itself after a while.';
    const body = html`
      <div class="row">
        <span class="appmark" aria-hidden="true">${initials(appName)}</span>
        <div><h1>Allow ${appName}?</h1><p class="muted">${site || destination}</p></div>
      </div>
      <div class="who">
        <span class="avatar" aria-hidden="true">${initials(user.name).slice(0, 1)}</span>
        <span><strong>${user.name}</strong><br><small>${user.email}</small></span>
        <form method="post" action="${this.at(view.switchUserAction)}" id="switch-user">
          ${this.hidden('csrf', view.csrf)}${this.hidden('txn', view.txn)}
          <button class="btn quiet s" type="submit">Not you?</button>
        </form>
      </div>
      <form method="post" action="${this.at(view.action)}" class="stack" id="consent">
        ${this.hidden('txn', view.txn)}${this.hidden('csrf', view.csrf)}
        ${this.consentScopes(view)}
        <p class="muted">${lasts} You will go to <strong>${destination}</strong>.</p>
        <div class="pair">
          <button class="btn" type="submit" name="decision" value="deny">Cancel</button>
          <button class="btn primary" type="submit" name="decision" value="allow">Allow</button>
        </div>
      </form>`;
    return this.authCard(`Allow ${appName}?`, body, { wide: true });
  }

  /** A 200 page with a `Refresh` header: Chromium blocks a redirect here (see docs/adr/0004). */
  returning(view: ReturningView): Html {
    const body = html`<h1>Taking you back to ${view.appName}</h1>
      <p>If nothing happens, <a id="continue" href="${view.location}" rel="noreferrer">continue to ${view.destination}</a>.</p>`;
    return this.authCard(`Returning to ${view.appName}`, body);
  }

  signOut(view: SignOutView): Html {
    const body = html`<h1>Sign out?</h1>
      <p>You are signed in as <strong>${view.user.name}</strong> (${view.user.email}). Apps that you have allowed keep their access.</p>
      <form method="post" action="${this.at(view.action)}" id="sign-out">
        ${this.hidden('csrf', view.csrf)}
        <button class="btn primary block" type="submit">Sign out</button>
      </form>`;
    return this.authCard('Sign out', body);
  }

  message(view: MessageView): Html {
    return this.authCard(view.title, this.messageBody(view), { wide: view.code !== undefined });
  }

  error(view: ErrorView): Html {
    const facts: [string, string][] = [
      ...view.facts,
      ['request id', view.requestId],
      ['time', view.at.toISOString().replace('T', ' ').slice(0, 19) + ' UTC'],
    ];
    const body = html`${this.messageBody(view)}
      <details><summary><strong>${view.facts.length > 0 ? "For the app's developer" : 'Details'}</strong></summary>
        <dl class="facts">${facts.map(([label, value]) => html`<dt>${label}</dt><dd><code>${value}</code></dd>`)}</dl>
      </details>`;
    return this.authCard(view.title, body, { wide: true });
  }

  home(view: HomeView): Html {
    const signOut =
      view.signOut &&
      html`<form method="post" action="${this.at(view.signOut.action)}" id="sign-out" class="row">
        <span>${view.user?.email}</span>${this.hidden('csrf', view.signOut.csrf)}
        <button class="btn s" type="submit">Sign out</button>
      </form>`;
    const title = view.developer
      ? 'Your auth server is running'
      : view.user
        ? 'You are signed in'
        : this.settings.appName;
    return this.document(
      title,
      html`<header class="topbar"><div>${this.brand()}${signOut || html`<a class="btn s" href="${this.at('/login')}">Sign in</a>`}</div></header>
        <main class="app plain" id="main"><div class="stack stack-l"><h1>${title}</h1>${view.developer && this.developerCards()}</div></main>`,
    );
  }

  /** The words of one scope on the consent page. */
  protected scopeLine(scope: ScopeDefinition): Html {
    const icon = RISK_ICONS[scope.risk];
    if (scope.risk !== 'danger') {
      return html`<li>${icon}<span>${scope.consentText}<br><small>${scope.name}</small></span></li>`;
    }
    return html`<li class="hot">${icon}<span><strong>${scope.consentText}</strong> <span class="badge bad">cannot be undone</span><br><small>${scope.name}</small></span></li>`;
  }

  protected developerCards(): Html {
    return html`<div class="grid2">
        <section class="card stack"><h2>Try it</h2>
          <p>The README has a round trip for each flow that you can paste: code with secret, code with PKCE, client credentials, refresh, revoke and personal tokens.</p>
          <p><a href="${this.at('/v1/scopes')}">Scopes that apps can ask for</a></p></section>
        <section class="card stack"><h2>Use it</h2>
          <p>Clients find everything from here.</p>
          <p class="row"><a href="${this.settings.url('/.well-known/oauth-authorization-server')}">Discovery</a><a href="${this.settings.url('/.well-known/jwks.json')}">Keys</a></p></section>
      </div>`;
  }

  protected authCard(title: string, body: Html, options: { wide?: boolean } = {}): Html {
    return this.document(
      title,
      html`<div class="auth${options.wide && ' wide'}"><main id="main"><div class="card stack-l stack">${this.brand()}${body}</div></main></div>`,
    );
  }

  protected document(title: string, body: Html): Html {
    const { appName, themeCss } = this.settings;
    return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === appName ? title : `${title} · ${appName}`}</title><meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="${this.at('/assets/app.css')}">${themeCss && html`<link rel="stylesheet" href="${this.at('/assets/theme.css')}">`}
</head><body>${body}</body></html>`;
  }

  protected brand(): Html {
    const { appLogo, appName } = this.settings;
    const mark = appLogo ? html`<img src="${this.at('/assets/logo')}" alt="" width="28" height="28">` : ARCH;
    return html`<a class="brand" href="${this.at('/')}">${mark}<span>${appName}</span></a>`;
  }

  /** A path of ours as the browser knows it; other addresses only when they are http or https. */
  protected at(address: string): string {
    return address.startsWith('/') ? this.settings.path(safeHref(address)) : safeHref(address);
  }

  protected hidden(name: string, value: string | null): Html | null {
    return value === null ? null : html`<input type="hidden" name="${name}" value="${value}">`;
  }

  private consentScopes({ newScopes, knownScopes }: ConsentView): Html {
    if (newScopes.length + knownScopes.length === 0) return html`<p>It will only learn your account id.</p>`;
    const list = (scopes: ScopeDefinition[]) => scopes.map((scope) => this.scopeLine(scope));
    const asked = html`<h2 id="scopes-title">It will be able to</h2>
      <ul class="scopes" aria-labelledby="scopes-title">${list(newScopes)}</ul>`;
    const known = html`<details${newScopes.length === 0 && html` open`}><summary>It can already</summary>
      <ul class="scopes">${list(knownScopes)}</ul></details>`;
    return html`${newScopes.length > 0 && asked}${knownScopes.length > 0 && known}`;
  }

  private messageBody(view: MessageView): Html {
    return html`<h1>${view.title}</h1><p>${view.text}</p>${view.code && html`<pre><code>${view.code}</code></pre>`}
      ${view.next && html`<p><a class="btn" href="${this.at(view.next.href)}">${view.next.label}</a></p>`}`;
  }
}

/** Up to two letters that stand for a name. */
function initials(name: string): string {
  const words = name.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''));
  return words
    .filter((word) => word !== '')
    .slice(0, 2)
    .map((word) => [...word][0]!)
    .join('')
    .toUpperCase();
}

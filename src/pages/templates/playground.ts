import { CATALOGUES, type MessageKey, template } from '../../locales/words';
import type { ScopeDefinition } from '../../scopes/domain/scope';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { choices, field } from './forms';
import { codeBlock, note } from './parts';

/** An app that the playground knows. */
export interface PlaygroundApp {
  id: string;
  name: string;
  type: string;
  isPublic: boolean;
  /** Only one that everybody knows. */
  secret: string | null;
  scopes: string[];
  grantTypes: string[];
  redirectUris: string[];
  /** Whether the callback of the playground is among its addresses. */
  hasCallback: boolean;
  /** Where its owner changes it; null for apps that are not the visitor's. */
  settingsPath: string | null;
}

export interface PlaygroundView {
  /** Null: nobody is signed in. */
  user: { email: string } | null;
  /** Somebody to sign in as, known to everybody. */
  person: { email: string; password: string } | null;
  apps: PlaygroundApp[];
  /** The `client_id` that the address asks for. */
  asked: string | null;
  /** Every scope of this server. */
  scopes: ScopeDefinition[];
  /** Where apps send people back to, whole. */
  callback: string;
}

const FLOWS = ['pkce', 'secret', 'machine', 'refresh', 'personal'] as const;

/** Where flows run step by step. The one page that needs scripts: what the steps show, only the browser knows. */
export function playgroundPage(kit: PageKit, view: PlaygroundView): Html {
  const title = kit.t('playground.title');
  const body = html`<a class="skip" href="#main">${kit.t('nav.skip')}</a>
    <header class="topbar"><div>${kit.brand()}${account(kit, view)}</div></header>
    <main class="app plain" id="main" tabindex="-1"><div class="stack stack-l"><h1>${title}</h1><p>${kit.t('playground.text')}</p>
      <noscript>${note('info', kit.t('playground.noScript'), html`<p>${kit.t('playground.noScriptText')}</p>`)}</noscript>
      <div id="playground" class="stack stack-l" data-page="${JSON.stringify(pageData(kit, view))}" hidden>
        ${chooser(kit, view)}
        <section aria-labelledby="steps-title" class="stack"><h2 id="steps-title">${kit.t('playground.steps')}</h2><div id="steps"></div></section>
      </div></div></main>${kit.foot()}`;
  return kit.document(title, body, { module: 'playground.js' });
}

const account = (kit: PageKit, { user }: PlaygroundView): Html =>
  user
    ? html`<div class="row"><span class="muted">${user.email}</span><a class="btn s" href="${kit.at('/settings')}">${kit.t('nav.label')}</a></div>`
    : html`<a class="btn s" href="${kit.at('/login')}">${kit.t('signIn.title')}</a>`;

/** Everything that the script has to know; it makes no words of its own. */
function pageData({ settings, language }: PageKit, { apps, asked, callback, person }: PlaygroundView) {
  const keys = Object.keys(CATALOGUES.en).filter((key) => key.startsWith('play.'));
  return {
    issuer: settings.issuer,
    callback,
    endpoints: {
      authorize: settings.oauthUrl('authorize'),
      token: settings.oauthUrl('token'),
      revoke: settings.oauthUrl('revoke'),
      introspect: settings.oauthUrl('introspect'),
      jwks: settings.url('/.well-known/jwks.json'),
      api: settings.url('/v1'),
    },
    tokensPath: settings.path('/settings/tokens'),
    codeTtl: settings.authCodeTtl,
    apps: apps.map((app) => ({ ...app, settingsPath: app.settingsPath && settings.path(app.settingsPath) })),
    asked,
    person,
    words: Object.fromEntries(keys.map((key) => [key.slice(5), template(language, key as MessageKey)])),
  };
}

/** What to try, and as which app. Nothing here is sent to us as a form. */
function chooser(kit: PageKit, view: PlaygroundView): Html {
  const flows = FLOWS.map((value) => ({
    value,
    label: html`<strong>${kit.t(`playground.flow.${value}`)}</strong>`,
    hint: kit.t(`playground.flow.${value}Hint`),
    checked: value === 'pkce',
  }));
  const app = html`<div class="grid2">
      <div class="field"><label for="app">${kit.t('playground.app')}</label><select id="app"></select></div>
      ${field({ name: 'client_id', label: 'client_id', autocomplete: 'off', maxlength: 2000 })}</div>
    <div id="secret-part">${secretField(kit)}</div>
    <div id="app-notes" class="stack">${unknownApp(kit, view)}</div>`;
  return html`<section class="card stack stack-l" aria-label="${kit.t('playground.choose')}">
    <div class="flows">${choices({ name: 'flow', legend: kit.t('playground.flow'), kind: 'radio', options: flows })}</div>
    <div id="app-part" class="stack">${app}</div>
    ${scopeBoxes(kit, view)}</section>`;
}

/** It is typed in by hand, stays in this page's memory and is never part of a form. */
const secretField = (kit: PageKit): Html =>
  html`<div class="field"><label for="client-secret">client_secret</label>
    <input id="client-secret" type="password" autocomplete="off" spellcheck="false" aria-describedby="client-secret-hint">
    <p class="hint" id="client-secret-hint">${kit.t('playground.secretHint')}</p></div>`;

/** The address asks for an app that is not the visitor's: whether it exists is not for us to say. */
function unknownApp(kit: PageKit, { asked, apps, user }: PlaygroundView): Html | null {
  if (asked === null || apps.some(({ id }) => id === asked)) return null;
  const words: Part = user ? kit.t('playground.notYours') : kit.t('playground.signInFirst');
  return html`<div class="note info" id="unknown-app"><p>${words}</p></div>`;
}

function scopeBoxes(kit: PageKit, { scopes }: PlaygroundView): Html {
  const box = (scope: ScopeDefinition) =>
    html`<label class="row" data-scope="${scope.name}" data-risk="${scope.risk}"${scope.firstPartyOnly && html` data-first-party`}><input type="checkbox" name="scope" value="${scope.name}"><span>${kit.scopeText(scope)} <small>${scope.name}</small></span></label>`;
  return html`<fieldset id="scopes" class="stack stack-s"><legend>${kit.t('playground.scopes')}</legend><div class="boxes">${scopes.map(box)}</div></fieldset>`;
}

/** What people see who come back without a script, or with an answer that the playground has not asked for. */
export function playgroundCallbackPage(kit: PageKit, { exchange }: { exchange: string }): Html {
  const title = kit.t('playground.back');
  const text = kit.t('playground.backText', { seconds: kit.settings.authCodeTtl });
  // Without the language links: they would repeat the address, and with it the code.
  const body = html`<div class="auth wide"><main id="main"><div class="card stack-l stack" id="playground-callback" data-issuer="${kit.settings.issuer}" data-next="${kit.at('/playground')}">${kit.brand()}
    <h1>${title}</h1><p>${text}</p>${codeBlock(kit, exchange)}
    <p class="row"><a class="btn" href="${kit.at('/playground')}">${kit.t('playground.open')}</a><a class="btn quiet" href="${kit.at('/')}">${kit.t('action.home')}</a></p></div></main></div>`;
  return kit.document(title, body, { module: 'playground-callback.js' });
}

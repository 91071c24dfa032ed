import { copyButton, el, note, para, t } from './playground-dom.js';
import { announceChange } from './playground-exchange.js';

const OTHER = '';

/** Whether an app can do what is to be tried; one's own may still lack the callback, and is told how to get it. */
const FITS = {
  pkce: (app) => app.isPublic && sendsPeople(app),
  secret: (app) => !app.isPublic && sendsPeople(app),
  machine: (app) => !app.isPublic && app.grantTypes.includes('client_credentials'),
  refresh: (app) => app.grantTypes.includes('refresh_token'),
  personal: () => false,
};
const sendsPeople = (app) =>
  app.grantTypes.includes('authorization_code') && (app.hasCallback || app.settingsPath !== null);

const find = (id) => document.getElementById(id);

/**
 * What to try, and as which app. The secret stays in its field: it is never kept, and never part of an address.
 *
 * @param restart called when something has changed that a run is made of
 */
export class Chooser {
  constructor(page, restart) {
    this.page = page;
    this.flows = [...document.querySelectorAll('input[name=flow]')];
    this.boxes = [...document.querySelectorAll('#scopes [data-scope]')];
    [this.apps, this.id, this.password] = ['app', 'client-id', 'client-secret'].map(find);
    this.notes = el('div', { class: 'stack' });
    find('app-notes').append(this.notes);
    const on = (target, event, work) => target.addEventListener(event, () => (work(), restart()));
    for (const flow of this.flows) on(flow, 'change', () => this.chooseFlow());
    on(this.apps, 'change', () => this.fillIn());
    on(this.id, 'input', () => this.noteOther());
    on(find('scopes'), 'change', () => {});
    this.password.addEventListener('input', announceChange);
    this.begin();
  }

  get flow() {
    return this.flows.find(({ checked }) => checked).value;
  }

  /** The app that is chosen; undefined when its id is typed in. */
  get app() {
    return this.page.apps.find(({ id }) => id === this.apps.value);
  }

  get client() {
    return { id: this.id.value.trim(), secret: this.usesSecret ? this.password.value : '' };
  }

  get usesSecret() {
    return this.flow === 'secret' || this.flow === 'machine' || this.flow === 'refresh';
  }

  get scopes() {
    return this.boxes.filter((box) => !box.hidden && box.firstChild.checked).map((box) => box.dataset.scope);
  }

  /** The choices of a run that has come back. */
  restore({ flow, clientId, scopes }) {
    this.setFlow(flow);
    this.setApp(clientId);
    for (const box of this.boxes) box.firstChild.checked = scopes.includes(box.dataset.scope);
  }

  /** The app that the address asks for, tried the way that suits it. */
  begin() {
    const { asked, apps } = this.page;
    const app = apps.find(({ id }) => id === asked);
    const fitting = app && Object.keys(FITS).find((flow) => FITS[flow](app));
    this.setFlow(fitting ?? 'pkce');
    if (asked !== null) this.setApp(asked);
  }

  setFlow(value) {
    for (const flow of this.flows) flow.checked = flow.value === value;
    this.chooseFlow();
  }

  setApp(id) {
    this.apps.value = this.page.apps.some((app) => app.id === id) ? id : OTHER;
    if (this.apps.selectedIndex < 0) this.apps.value = OTHER;
    this.fillIn();
    this.id.value = id;
  }

  chooseFlow() {
    const { flow } = this;
    const fitting = this.page.apps.filter(FITS[flow]);
    const options = fitting.map(({ id, name }) => el('option', { value: id }, `${name} (${id})`));
    this.apps.replaceChildren(...options, el('option', { value: OTHER }, t('otherApp')));
    find('app-part').hidden = flow === 'personal';
    find('scopes').hidden = flow === 'personal' || flow === 'refresh';
    find('secret-part').hidden = !this.usesSecret;
    this.fillIn();
  }

  /** What is known about the app, and nothing of the one before it. */
  fillIn() {
    const { app } = this;
    if (app) this.id.value = app.id;
    else this.id.value = '';
    this.password.value = app?.secret ?? '';
    for (const box of this.boxes) {
      box.hidden = app ? !app.scopes.includes(box.dataset.scope) : 'firstParty' in box.dataset;
      box.firstChild.checked = app !== undefined && !box.hidden && box.dataset.risk === 'read';
    }
    this.showNotes();
  }

  /** Another id than that of the app that was chosen. */
  noteOther() {
    if (this.app && this.app.id !== this.id.value.trim()) {
      const typed = this.id.value;
      this.apps.value = OTHER;
      this.fillIn();
      this.id.value = typed;
    }
  }

  showNotes() {
    const { app, flow, page } = this;
    const sendsBack = flow === 'pkce' || flow === 'secret';
    this.notes.replaceChildren();
    if (app?.settingsPath) this.notes.append(ownApp(app));
    if (sendsBack && !app?.hasCallback) this.notes.append(callbackNote(app, page.callback));
  }
}

/** How the playground gets among the addresses that an app may send people back to. */
function callbackNote(app, callback) {
  const address = el(
    'div',
    { class: 'secret' },
    el('output', {}, callback),
    ...copyButton(t('copyAddress'), () => callback),
  );
  if (!app) return note('info', t('callbackOther'), address);
  const link = el('a', { href: app.settingsPath }, t('callbackLink', { app: app.name }));
  return note(
    'warn',
    t('callbackMissing', { app: app.name }),
    para(t('callbackHow')),
    address,
    el('p', {}, link),
  );
}

function ownApp({ type, redirectUris, name }) {
  const list = redirectUris.map((uri) => el('div', {}, el('code', {}, uri)));
  return el(
    'dl',
    { class: 'facts' },
    [el('dt', {}, t('yourApp')), el('dd', {}, `${name} (${type})`)],
    list.length > 0 ? [el('dt', {}, t('addresses')), el('dd', {}, list)] : [],
  );
}

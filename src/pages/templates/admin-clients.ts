import type { ScopeDefinition } from '../../scopes/domain/scope';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, pick, sameByApi, searchForm } from './admin';
import { APP_TYPES, type AppType } from './apps';
import { choices, field, FormErrors, formStart, passwordAgain, type SettingsForm } from './forms';
import { badge, empty, facts, pager, table } from './parts';
import { scopeChoice } from './scope-choice';
import { shellPage, type ShellView } from './shell';

export interface AdminClientRow {
  name: string;
  type: AppType;
  clientId: string;
  active: boolean;
  firstParty: boolean;
  href: string;
}

export interface AdminClientsView {
  shell: ShellView;
  api: ApiCall[];
  rows: AdminClientRow[];
  next: string | null;
  first: string | null;
  search: { q: string; type: string; status: string };
}

const PATH = '/admin/clients';

/** Every app of the server. */
export function adminClientsPage(kit: PageKit, view: AdminClientsView): Html {
  const { shell, rows, search } = view;
  const title = kit.t('nav.clients');
  const types = Object.entries(APP_TYPES).map(([value, { name }]) => ({ value, label: kit.t(name) }));
  const statuses = [
    { value: 'active', label: kit.t('apps.active') },
    { value: 'disabled', label: kit.t('apps.disabled') },
  ];
  const any = kit.t('clients.any');
  const fields = html`${field({ name: 'q', label: kit.t('clients.search'), value: search.q, autocomplete: 'off' })}
    ${pick({ name: 'type', label: kit.t('apps.type'), any, value: search.type, options: types })}
    ${pick({ name: 'status', label: kit.t('clients.status'), any, value: search.status, options: statuses })}`;
  const list =
    rows.length > 0
      ? html`<section class="card stack">${clientTable(kit, rows)}${pager(kit, view)}</section>`
      : empty(kit.t('clients.none'), kit.t('clients.noneText'), null);
  const create = html`<a class="btn primary" href="${kit.at('/settings/apps/new')}">${kit.t('apps.new')}</a>`;
  const body = html`<div class="row between"><h1>${title}</h1>${create}</div>${searchForm(kit, PATH, fields)}${list}${sameByApi(kit, view.api)}`;
  return shellPage(kit, shell, { title, body });
}

const clientTable = (kit: PageKit, rows: AdminClientRow[]): Html =>
  table<AdminClientRow>(
    kit.t('nav.clients'),
    [
      {
        title: kit.t('field.name'),
        cell: ({ name, href, active, firstParty }) =>
          html`<a href="${kit.at(href)}"><strong>${name}</strong></a>${!active && html` ${badge('bad', kit.t('apps.disabled'))}`}${firstParty && html` ${badge('', kit.t('clients.firstParty'))}`}`,
      },
      { title: kit.t('apps.type'), cell: ({ type }) => kit.t(APP_TYPES[type].name) },
      { title: kit.t('apps.clientId'), cell: ({ clientId }) => html`<code>${clientId}</code>` },
    ],
    rows,
  );

export interface AdminClientView {
  shell: ShellView;
  api: ApiCall[];
  now: number;
  name: string;
  type: AppType;
  clientId: string;
  active: boolean;
  owner: { email: string; href: string } | null;
  usage: { tokens: number; people: number; lastUsedAt: number | null };
  redirectUris: string[];
  /** What may be allowed; its action is the address of the app's page. */
  form: SettingsForm;
  errors: FieldError[];
  version: number;
  draft: { scopes: string[]; grantTypes: string[]; firstParty: boolean };
  scopes: ScopeDefinition[];
  grantTypes: readonly string[];
}

/** One app, for administrators. */
export function adminClientPage(kit: PageKit, view: AdminClientView): Html {
  const { shell, name, active, form } = view;
  const errors = new FormErrors(kit, view.errors);
  const status = active ? badge('ok', kit.t('apps.active')) : badge('bad', kit.t('apps.disabled'));
  const step = (to: string, label: Html, danger = true) =>
    html`<a class="btn${danger && ' danger'}" href="${kit.at(`${form.action}/${to}`)}">${label}</a>`;
  const toggle = active ? 'disable' : 'enable';
  const body = html`<p><a href="${kit.at(PATH)}">${kit.t('nav.clients')}</a> / ${name}</p>
    <div class="row between"><h1>${name}</h1>${status}</div>${errors.summary()}
    ${factsCard(kit, view)}${allowForm(kit, view, errors)}
    <section class="card danger stack"><h2>${kit.t('app.danger')}</h2><div class="row">${step('revoke-tokens', kit.t('clients.revoke'))}${step(toggle, kit.t(`app.${toggle}`), active)}${step('delete', kit.t('app.delete'))}</div></section>
    ${sameByApi(kit, view.api)}`;
  return shellPage(kit, shell, { title: name, body, error: errors.any });
}

function factsCard(kit: PageKit, view: AdminClientView): Html {
  const { owner, usage, redirectUris, now } = view;
  return html`<section class="card">${facts([
    [kit.t('apps.clientId'), html`<code>${view.clientId}</code>`],
    [kit.t('apps.type'), kit.t(APP_TYPES[view.type].name)],
    [
      kit.t('clients.owner'),
      owner ? html`<a href="${kit.at(owner.href)}">${owner.email}</a>` : kit.t('clients.ownerNone'),
    ],
    redirectUris.length > 0
      ? [kit.t('apps.redirectUris'), html`${redirectUris.map((uri) => html`<code>${uri}</code><br>`)}`]
      : null,
    [kit.t('app.people'), kit.number(usage.people)],
    [kit.t('app.tokens7d'), kit.number(usage.tokens)],
    [
      kit.t('apps.lastUsed'),
      usage.lastUsedAt === null ? kit.t('time.never') : kit.ago(usage.lastUsedAt, now),
    ],
  ])}</section>`;
}

/** What only administrators may let an app do. */
function allowForm(kit: PageKit, view: AdminClientView, errors: FormErrors): Html {
  const { form, draft, scopes, grantTypes } = view;
  const grants = grantTypes.map((type) => ({
    value: type,
    label: html`<code>${type}</code>`,
    checked: draft.grantTypes.includes(type),
  }));
  return html`<section class="card"><header><h2>${kit.t('clients.allow')}</h2></header>
    <form method="post" action="${kit.at(form.action)}" class="stack" id="allow">${formStart(kit, form)}${kit.hidden('version', String(view.version))}
      ${choices({ name: 'grant_types', legend: kit.t('clients.grantsLegend'), kind: 'checkbox', options: grants, error: errors.under('/grant_types') })}
      ${scopeChoice(kit, { legend: kit.t('apps.scopes'), scopes, chosen: draft.scopes, error: errors.under('/scopes') })}
      <label class="row"><input type="checkbox" name="first_party" value="1"${draft.firstParty && html` checked`}> <span>${kit.t('clients.firstPartyLabel')}</span></label>
      ${passwordAgain(kit, form, errors)}
      <div class="row end"><button class="btn primary" type="submit">${kit.t('action.save')}</button></div></form></section>`;
}

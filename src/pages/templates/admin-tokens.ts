import type { FieldError } from '../../shared/domain/problem';
import type { MessageKey } from '../../locales/words';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, pick, sameByApi, searchForm } from './admin';
import { field, FormErrors, formStart, passwordField, type SettingsForm } from './forms';
import { badge, empty, facts, pager, table, type Tone } from './parts';
import { shellPage, type ShellView } from './shell';

type TokenKindWord = 'access' | 'personal' | 'refresh';

/** A token as the pages show it; never its value. */
export interface AdminTokenRow {
  href: string;
  kind: TokenKindWord;
  status: keyof typeof STATES;
  /** What the person calls a personal token. */
  name: string | null;
  /** Null: a machine's. */
  person: { label: string; href: string | null } | null;
  app: { name: string; href: string } | null;
  createdAt: number;
  expiresAt: number | null;
}

/** What the list is searched by, as it was typed. */
export interface TokenListSearch {
  kind: string;
  status: string;
  user_id: string;
  client_id: string;
  scope: string;
  ip: string;
}

export interface AdminTokensView {
  shell: ShellView;
  api: ApiCall[];
  rows: AdminTokenRow[];
  next: string | null;
  first: string | null;
  search: TokenListSearch;
  errors: FieldError[];
  /** The address of the page that revokes many at once. */
  revoke: string;
}

const PATH = '/admin/tokens';

const STATES = {
  active: { tone: 'ok', name: 'apps.active' },
  expired: { tone: '', name: 'tokens.expired' },
  revoked: { tone: 'bad', name: 'tokens.revoked' },
  used: { tone: 'warn', name: 'adminTokens.used' },
} as const satisfies Record<string, { tone: Tone | ''; name: MessageKey }>;

export const KINDS: Record<TokenKindWord, MessageKey> = {
  access: 'adminTokens.access',
  personal: 'adminTokens.personal',
  refresh: 'adminTokens.refresh',
};

export const kindChoices = (kit: PageKit) =>
  Object.entries(KINDS).map(([value, name]) => ({ value, label: kit.t(name) }));

const stateBadge = (kit: PageKit, status: keyof typeof STATES): Html =>
  badge(STATES[status].tone, kit.t(STATES[status].name));

/** What is stored of everybody's tokens, the newest first. */
export function adminTokensPage(kit: PageKit, view: AdminTokensView): Html {
  const { rows } = view;
  const title = kit.t('adminTokens.title');
  const errors = new FormErrors(kit, view.errors);
  const list =
    rows.length > 0
      ? html`<section class="card stack">${tokenTable(kit, rows)}${pager(kit, view)}</section>`
      : empty(kit.t('adminTokens.none'), kit.t('adminTokens.noneText'), null);
  const body = html`<div class="row between"><h1>${title}</h1><div class="row"><a class="btn primary" href="${kit.at(`${PATH}/lookup`)}">${kit.t('adminTokens.lookup')}</a>
    <a class="btn danger" href="${kit.at(view.revoke)}">${kit.t('adminTokens.revokeMany')}</a></div></div>
    <p class="muted">${kit.t('adminTokens.intro')}</p>${errors.summary()}${filters(kit, view.search, errors)}${list}${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body, error: errors.any });
}

function filters(kit: PageKit, search: TokenListSearch, errors: FormErrors): Html {
  const any = kit.t('clients.any');
  const states = (['active', 'expired', 'revoked'] as const).map((value) => ({
    value,
    label: kit.t(STATES[value].name),
  }));
  const line = (name: 'user_id' | 'client_id' | 'scope' | 'ip', label: MessageKey) =>
    field({
      name,
      label: kit.t(label),
      value: search[name],
      autocomplete: 'off',
      error: errors.of(`/${name}`),
    });
  return searchForm(
    kit,
    PATH,
    html`${line('user_id', 'adminTokens.userId')}${line('client_id', 'apps.clientId')}
      ${pick({ name: 'kind', label: kit.t('adminTokens.kind'), any, value: search.kind, options: kindChoices(kit) })}
      ${pick({ name: 'status', label: kit.t('clients.status'), any, value: search.status, options: states })}
      ${line('scope', 'adminTokens.scope')}${line('ip', 'audit.ip')}`,
  );
}

const personOf = (kit: PageKit, { person }: AdminTokenRow): Html | string | null =>
  person && (person.href ? html`<a href="${kit.at(person.href)}">${person.label}</a>` : person.label);

const appOf = (kit: PageKit, { app }: AdminTokenRow): Html | null =>
  app && html`<a href="${kit.at(app.href)}">${app.name}</a>`;

const endOf = (kit: PageKit, { expiresAt }: AdminTokenRow): Html =>
  expiresAt === null ? kit.t('time.never') : kit.moment(expiresAt);

const tokenTable = (kit: PageKit, rows: AdminTokenRow[]): Html =>
  table<AdminTokenRow>(
    kit.t('adminTokens.title'),
    [
      {
        title: kit.t('adminTokens.kind'),
        cell: ({ kind, href, status, name }) =>
          html`<a href="${kit.at(href)}">${kit.t(KINDS[kind])}</a> ${stateBadge(kit, status)}${name !== null && html`<br><small>${name}</small>`}`,
      },
      { title: kit.t('adminTokens.person'), cell: (row) => personOf(kit, row) },
      { title: kit.t('connections.app'), cell: (row) => appOf(kit, row) },
      { title: kit.t('adminTokens.issued'), cell: ({ createdAt }) => kit.moment(createdAt) },
      { title: kit.t('tokens.expires'), cell: (row) => endOf(kit, row) },
    ],
    rows,
  );

export interface AdminTokenView {
  shell: ShellView;
  api: ApiCall[];
  row: AdminTokenRow;
  id: string;
  authorizationId: string;
  scopes: string[];
  resource: string;
  lastUsedAt: number | null;
  ip: string | null;
  /** The address of the page that revokes it; null: it is over. */
  revoke: string | null;
}

/** One token: whose it is, what it may do, and whether it works. */
export function adminTokenPage(kit: PageKit, view: AdminTokenView): Html {
  const { row, scopes, lastUsedAt } = view;
  const title = row.name ?? kit.t(KINDS[row.kind]);
  const person = personOf(kit, row);
  const app = appOf(kit, row);
  const known = facts([
    [kit.t('adminTokens.kind'), kit.t(KINDS[row.kind])],
    person ? [kit.t('adminTokens.person'), person] : null,
    app ? [kit.t('connections.app'), app] : null,
    [
      kit.t('tokens.scopes'),
      scopes.length > 0 ? scopes.map((scope) => html`<code>${scope}</code> `) : kit.t('tokens.noScopes'),
    ],
    [kit.t('adminTokens.resource'), html`<code>${view.resource}</code>`],
    [kit.t('adminTokens.issued'), kit.moment(row.createdAt)],
    [kit.t('tokens.expires'), endOf(kit, row)],
    lastUsedAt === null ? null : [kit.t('tokens.lastUsed'), kit.moment(lastUsedAt)],
    view.ip === null ? null : [kit.t('audit.ip'), html`<code>${view.ip}</code>`],
    [kit.t('adminTokens.id'), html`<code>${view.id}</code>`],
    [kit.t('adminTokens.authorization'), html`<code>${view.authorizationId}</code>`],
  ]);
  const end =
    view.revoke &&
    html`<section class="card danger stack"><p>${kit.t(row.kind === 'refresh' ? 'adminTokens.revokeRefresh' : 'tokens.revokeText')}</p><div class="row"><a class="btn danger" href="${kit.at(view.revoke)}">${kit.t('adminTokens.revoke')}</a></div></section>`;
  const body = html`<p><a href="${kit.at(PATH)}">${kit.t('adminTokens.title')}</a></p>
    <div class="row between"><h1>${title}</h1>${stateBadge(kit, row.status)}</div>
    <section class="card">${known}</section>${end}${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body });
}

/** Asks for the value of a token, which is sent in a body and never shown again. */
export function tokenLookupPage(
  kit: PageKit,
  view: { shell: ShellView; api: ApiCall[]; form: SettingsForm; errors: FieldError[] },
): Html {
  const title = kit.t('adminTokens.lookup');
  const errors = new FormErrors(kit, view.errors);
  const body = html`<p><a href="${kit.at(PATH)}">${kit.t('adminTokens.title')}</a></p><h1>${title}</h1>${errors.summary()}
    <form method="post" action="${kit.at(view.form.action)}" class="card stack" id="lookup">${formStart(kit, view.form)}
      ${passwordField(kit, { name: 'token', label: kit.t('adminTokens.token'), hint: kit.t('adminTokens.lookupText'), autocomplete: 'off', error: errors.of('/token') })}
      <div class="row end"><button class="btn primary" type="submit">${kit.t('clients.find')}</button></div></form>${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body, error: errors.any });
}

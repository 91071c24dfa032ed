import type { MessageKey } from '../../locales/words';
import type { ScopeDefinition, ScopeRisk } from '../../scopes/domain/scope';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, sameByApi } from './admin';
import { badge, table, type Tone } from './parts';
import { shellPage, type ShellView } from './shell';

export interface AdminScopeRow {
  scope: ScopeDefinition;
  /** How many apps may ask for it. */
  apps: number;
  /** The page of the scope. */
  href: string;
}

export interface AdminScopesView {
  shell: ShellView;
  api: ApiCall[];
  rows: AdminScopeRow[];
  /** Where one is added. */
  add: string;
}

const RISKS: Record<ScopeRisk, Tone | ''> = { read: '', write: 'warn', danger: 'bad' };

export const HOLDERS: Record<ScopeDefinition['grantableTo'], MessageKey> = {
  users: 'scopes.forPeople',
  clients: 'scopes.forMachines',
  both: 'scopes.forBoth',
};

/** Every scope: its words, what it can do, who may hold it and how many apps may ask for it. */
export function adminScopesPage(kit: PageKit, view: AdminScopesView): Html {
  const title = kit.t('nav.scopes');
  const list = table<AdminScopeRow>(
    title,
    [
      {
        title: kit.t('scopes.scope'),
        cell: ({ scope, href }) =>
          html`<a href="${kit.at(href)}"><strong>${kit.scopeText(scope)}</strong></a><br><code>${scope.name}</code>`,
      },
      {
        title: kit.t('scopes.risk'),
        cell: ({ scope: { risk } }) => badge(RISKS[risk], kit.t(`scope.group.${risk}`)),
      },
      {
        title: kit.t('scopes.holders'),
        cell: ({ scope: { grantableTo, role } }) =>
          html`${kit.t(HOLDERS[grantableTo])}${role === 'admin' && html`<br><small>${kit.t('scopes.adminsOnly')}</small>`}`,
      },
      { title: kit.t('scopes.apps'), cell: ({ apps }) => kit.number(apps) },
    ],
    view.rows,
  );
  const body = html`<div class="row between"><h1>${title}</h1><a class="btn" href="${kit.at(view.add)}">${kit.t('scopes.add')}</a></div><p class="muted">${kit.t('scopes.intro')}</p>
    <section class="card">${list}</section>${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body });
}

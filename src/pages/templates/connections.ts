import type { ScopeDefinition } from '../../scopes/domain/scope';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { badge, empty, pager, table } from './parts';
import { shellPage, type ShellView } from './shell';

/** An app that can act for the person. */
export interface ConnectionRow {
  /** Null: the app is gone. */
  name: string | null;
  /** Whether it is switched off, so that it can do nothing now. */
  disabled: boolean;
  scopes: ScopeDefinition[];
  since: number;
  /** Null: it holds no access that lives. */
  lastUsedAt: number | null;
  /** Address of the page that removes it. */
  remove: string;
}

export interface ConnectionsView {
  shell: ShellView;
  rows: ConnectionRow[];
  /** Address of the next page of the list, and of the first, or null. */
  next: string | null;
  first: string | null;
}

/** Which apps can use somebody's account, one row for each. */
export function connectionsPage(kit: PageKit, view: ConnectionsView): Html {
  const title = kit.t('connections.title');
  const body = html`<h1>${title}</h1><p class="muted">${kit.t('connections.text')}</p>${view.rows.length > 0 ? list(kit, view) : empty(kit.t('connections.none'), kit.t('connections.noneText'), null)}`;
  return shellPage(kit, view.shell, { title, body });
}

function list(kit: PageKit, view: ConnectionsView): Html {
  const columns = [
    { title: kit.t('connections.app'), cell: (row: ConnectionRow) => appCell(kit, row) },
    { title: kit.t('connections.can'), cell: ({ scopes }: ConnectionRow) => abilities(kit, scopes) },
    { title: kit.t('connections.since'), cell: ({ since }: ConnectionRow) => kit.day(since) },
    { title: kit.t('connections.used'), cell: (row: ConnectionRow) => usedCell(kit, row) },
    { title: kit.t('table.actions'), cell: (row: ConnectionRow) => removeButton(kit, row), actions: true },
  ];
  return html`<section class="card stack">${table(kit.t('connections.title'), columns, view.rows)}${pager(kit, view)}
    <p><small>${kit.t('connections.usedText')}</small></p></section>`;
}

const appCell = (kit: PageKit, { name, disabled }: ConnectionRow): Part => [
  html`<strong>${name ?? kit.t('connections.gone')}</strong>`,
  disabled && html`<br>${badge('warn', kit.t('connections.disabled'))}`,
];

/** What it can do, in words, line by line. */
function abilities(kit: PageKit, scopes: readonly ScopeDefinition[]): Part {
  if (scopes.length === 0) return kit.t('connections.onlyId');
  return scopes.map((scope, index) => [index > 0 && html`<br>`, kit.scopeText(scope)]);
}

const usedCell = (kit: PageKit, { lastUsedAt }: ConnectionRow): Part =>
  lastUsedAt === null ? kit.t('connections.idle') : kit.day(lastUsedAt);

const removeButton = (kit: PageKit, { name, remove }: ConnectionRow): Html =>
  html`<a class="btn s danger" href="${kit.at(remove)}">${kit.t('action.remove')}<span class="sr"> ${name ?? kit.t('connections.gone')}</span></a>`;

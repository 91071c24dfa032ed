import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { badge, pager, table } from './parts';
import { shellPage, type ShellView } from './shell';

/** A browser in which the person is signed in. */
export interface SessionRow {
  /** E.g. Firefox; null: unknown. */
  browser: string | null;
  system: string | null;
  ip: string | null;
  createdAt: number;
  lastSeenAt: number;
  /** Address of the page that ends it; null: it is this browser. */
  end: string | null;
}

export interface SessionsView {
  shell: ShellView;
  now: number;
  rows: SessionRow[];
  /** Address of the next page of the list, and of the first, or null. */
  next: string | null;
  first: string | null;
  /** Address of the page that ends all but this one. */
  endOthers: string;
}

/** Where somebody is signed in. */
export function sessionsPage(kit: PageKit, view: SessionsView): Html {
  const { shell, now, rows } = view;
  const list = table<SessionRow>(
    kit.t('sessions.title'),
    [
      { title: kit.t('sessions.browser'), cell: (row) => html`<strong>${browserName(kit, row)}</strong>` },
      { title: kit.t('sessions.address'), cell: ({ ip }) => ip ?? kit.t('sessions.unknownAddress') },
      { title: kit.t('sessions.since'), cell: ({ createdAt }) => kit.day(createdAt) },
      { title: kit.t('sessions.seen'), cell: ({ lastSeenAt }) => kit.ago(lastSeenAt, now) },
      { title: kit.t('table.actions'), cell: (row) => endButton(kit, row), actions: true },
    ],
    rows,
  );
  const others = rows.some(({ end }) => end !== null) || view.first !== null;
  const body = html`<h1>${kit.t('sessions.title')}</h1><p class="muted">${kit.t('sessions.text')}</p>
    <section class="card stack">${list}${pager(kit, view)}</section>
    ${others && html`<p class="row end"><a class="btn danger" href="${kit.at(view.endOthers)}">${kit.t('sessions.endOthers')}</a></p>`}`;
  return shellPage(kit, shell, { title: kit.t('sessions.title'), body });
}

const endButton = (kit: PageKit, row: SessionRow): Html =>
  row.end === null
    ? badge('ok', kit.t('sessions.this'))
    : html`<a class="btn s danger" href="${kit.at(row.end)}">${kit.t('action.signOut')}<span class="sr"> ${browserName(kit, row)}</span></a>`;

/** "Firefox on Linux", as far as it is known. */
export function browserName(kit: PageKit, { browser, system }: Pick<SessionRow, 'browser' | 'system'>): Html {
  if (browser && system) return kit.t('sessions.browserOn', { browser, system });
  return browser || system ? html`${browser ?? system}` : kit.t('sessions.unknownBrowser');
}

import type { MessageKey } from '../../locales/words';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { badge, empty, pager, table } from './parts';
import { shellPage, type ShellView } from './shell';

export type AppType = 'web' | 'spa' | 'native' | 'm2m';

/** What kind of app it is, in words. */
export const APP_TYPES: Record<AppType, { name: MessageKey; hint: MessageKey }> = {
  web: { name: 'apps.type.web', hint: 'apps.type.webHint' },
  spa: { name: 'apps.type.spa', hint: 'apps.type.spaHint' },
  native: { name: 'apps.type.native', hint: 'apps.type.nativeHint' },
  m2m: { name: 'apps.type.m2m', hint: 'apps.type.m2mHint' },
};

export interface AppRow {
  name: string;
  type: AppType;
  clientId: string;
  active: boolean;
  lastUsedAt: number | null;
  href: string;
}

export interface AppsView {
  shell: ShellView;
  now: number;
  rows: AppRow[];
  next: string | null;
  first: string | null;
  /** Address of the playground, or null. */
  playground: string | null;
}

/** The apps that a person has registered. */
export function appsPage(kit: PageKit, view: AppsView): Html {
  const { shell, rows, playground } = view;
  const title = kit.t('nav.apps');
  const create = (label: Html) =>
    html`<a class="btn primary" href="${kit.at('/settings/apps/new')}">${label}</a>`;
  const tryIt =
    playground && html`<a class="btn" href="${kit.at(playground)}">${kit.t('apps.tryPlayground')}</a>`;
  const list =
    rows.length > 0
      ? html`<section class="card stack">${appTable(kit, view)}${pager(kit, view)}</section>`
      : empty(kit.t('apps.none'), kit.t('apps.noneText'), html`${create(kit.t('apps.first'))}${tryIt}`);
  const body = html`<div class="row between"><h1>${title}</h1>${rows.length > 0 && create(kit.t('apps.new'))}</div>${list}`;
  return shellPage(kit, shell, { title, body });
}

const appTable = (kit: PageKit, { rows, now }: AppsView): Html =>
  table<AppRow>(
    kit.t('nav.apps'),
    [
      {
        title: kit.t('field.name'),
        cell: ({ name, href, active }) =>
          html`<a href="${kit.at(href)}"><strong>${name}</strong></a>${!active && html` ${badge('bad', kit.t('apps.disabled'))}`}`,
      },
      { title: kit.t('apps.type'), cell: ({ type }) => kit.t(APP_TYPES[type].name) },
      { title: kit.t('apps.clientId'), cell: ({ clientId }) => html`<code>${clientId}</code>` },
      {
        title: kit.t('apps.lastUsed'),
        cell: ({ lastUsedAt }) => (lastUsedAt === null ? kit.t('time.never') : kit.ago(lastUsedAt, now)),
      },
    ],
    rows,
  );

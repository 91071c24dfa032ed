import type { MessageKey } from '../../locales/words';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, sameByApi } from './admin';
import { badge, table, type Tone } from './parts';
import { shellPage, type ShellView } from './shell';

type KeyState = 'active' | 'next' | 'retiring' | 'retired';

export interface AdminKeyRow {
  kid: string;
  alg: string;
  /** Null: it is kept elsewhere, and nobody here can say. */
  status: KeyState | null;
  /** When it began to sign, was published, or stops to verify. */
  at: number | null;
}

export interface AdminKeysView {
  shell: ShellView;
  api: ApiCall[];
  rows: AdminKeyRow[];
  /** Where the keys are kept; only here they can be rotated. */
  place: 'here' | 'file' | 'elsewhere';
}

const STATES: Record<KeyState, { tone: Tone; name: MessageKey; what: MessageKey }> = {
  active: { tone: 'ok', name: 'keys.active', what: 'keys.activeText' },
  next: { tone: 'info', name: 'keys.next', what: 'keys.nextText' },
  retired: { tone: 'info', name: 'keys.retired', what: 'keys.retiredText' },
  retiring: { tone: 'warn', name: 'keys.retiring', what: 'keys.retiringText' },
};

/** The keys that sign tokens, and what each of them does now. */
export function adminKeysPage(kit: PageKit, view: AdminKeysView): Html {
  const title = kit.t('nav.keys');
  const actions = html`<div class="row"><a class="btn" href="${kit.at('/admin/keys/next')}">${kit.t('keys.add')}</a>
    <a class="btn" href="${kit.at('/admin/keys/rotate')}">${kit.t('keys.rotate')}</a>
    <a class="btn danger" href="${kit.at('/admin/keys/emergency')}">${kit.t('keys.emergency')}</a></div>`;
  const body = html`<h1>${title}</h1><p class="muted">${kit.t('keys.intro')}</p>
    <section class="card stack">${keyTable(kit, view.rows)}${view.place === 'here' ? actions : html`<p>${kit.t(view.place === 'file' ? 'keys.inFile' : 'keys.elsewhere')}</p>`}</section>${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body });
}

const keyTable = (kit: PageKit, rows: AdminKeyRow[]): Html =>
  table<AdminKeyRow>(
    kit.t('nav.keys'),
    [
      { title: kit.t('keys.kid'), cell: ({ kid }) => html`<code>${kid}</code>` },
      { title: kit.t('keys.alg'), cell: ({ alg }) => alg },
      {
        title: kit.t('keys.state'),
        cell: ({ status }) => status && badge(STATES[status].tone, kit.t(STATES[status].name)),
      },
      {
        title: kit.t('keys.what'),
        cell: ({ status, at }) =>
          status && kit.t(STATES[status].what, { at: at === null ? '' : kit.moment(at) }),
      },
      { title: kit.t('table.actions'), actions: true, cell: (row) => keySteps(kit, row) },
    ],
    rows,
  );

/** What may be done with one key: one that waits signs or goes, one that is retired goes. */
function keySteps(kit: PageKit, { kid, status }: AdminKeyRow): Html | null {
  if (status !== 'next' && status !== 'retired') return null;
  const step = (to: string, words: Html, danger: boolean) =>
    html`<a class="btn s${danger && ' danger'}" href="${kit.at(`/admin/keys/${encodeURIComponent(kid)}/${to}`)}">${words}<span class="sr"> ${kid}</span></a>`;
  return html`<div class="row">${status === 'next' && step('activate', kit.t('keys.activate'), false)}${step('delete', kit.t('keys.delete'), true)}</div>`;
}

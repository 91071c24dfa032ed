import type { MessageKey } from '../../locales/words';
import { SECURITY_EVENT_TYPES, type SecurityEventType } from '../../shared/domain/security-events';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, pick, sameByApi, searchForm } from './admin';
import { field, FormErrors } from './forms';
import { badge, empty, facts, pager, table } from './parts';
import { shellPage, type ShellView } from './shell';

/** An event as the pages show it. */
export interface AuditRow {
  at: number;
  type: SecurityEventType;
  failed: boolean;
  /** The name of who did it, or the id, or the kind where there is neither. */
  actor: string;
  clientId: string | null;
  ip: string | null;
  href: string;
}

export interface AuditSearch {
  type: string;
  actor: string;
  client_id: string;
  from: string;
  to: string;
}

export interface AdminAuditView {
  shell: ShellView;
  api: ApiCall[];
  rows: AuditRow[];
  next: string | null;
  first: string | null;
  search: AuditSearch;
  errors: FieldError[];
  /** The address of everything that fits, as a file. */
  download: string;
}

export interface AdminAuditEventView {
  shell: ShellView;
  api: ApiCall[];
  row: AuditRow;
  /** Kind and id of what it was done to. */
  target: string | null;
  userId: string | null;
  requestId: string | null;
  userAgent: string | null;
  changes: { path: string; from: string; to: string }[];
}

const PATH = '/admin/audit';

const words = (kit: PageKit, type: SecurityEventType): Html => kit.t(`event.${type}` satisfies MessageKey);
const tag = (kit: PageKit, { type, failed }: AuditRow): Html =>
  html`<code>${type}</code>${failed && html` ${badge('bad', kit.t('audit.failed'))}`}`;

/** What happened, the newest first. */
export function adminAuditPage(kit: PageKit, view: AdminAuditView): Html {
  const { shell, rows } = view;
  const title = kit.t('nav.audit');
  const errors = new FormErrors(kit, view.errors);
  const download = html`<a class="btn" href="${kit.at(view.download)}" download>${kit.t('audit.download')}</a>`;
  const list =
    rows.length > 0
      ? html`<section class="card stack">${eventTable(kit, rows)}${pager(kit, view)}</section>`
      : empty(kit.t('audit.none'), kit.t('audit.noneText'), null);
  const body = html`<div class="row between"><h1>${title}</h1>${!errors.any && download}</div>${errors.summary()}${filters(kit, view, errors)}${list}${sameByApi(kit, view.api)}`;
  return shellPage(kit, shell, { title, body, error: errors.any });
}

function filters(kit: PageKit, { search }: AdminAuditView, errors: FormErrors): Html {
  const types = SECURITY_EVENT_TYPES.map((type) => ({ value: type, label: type }));
  const any = kit.t('clients.any');
  return searchForm(
    kit,
    PATH,
    html`${pick({ name: 'type', label: kit.t('audit.event'), any, value: search.type, options: types })}
      ${field({ name: 'actor', label: kit.t('audit.actorId'), value: search.actor, autocomplete: 'off' })}
      ${field({ name: 'client_id', label: kit.t('apps.clientId'), value: search.client_id, autocomplete: 'off' })}
      ${field({ name: 'from', label: kit.t('audit.from'), value: search.from, type: 'date', error: errors.of('/from') })}
      ${field({ name: 'to', label: kit.t('audit.to'), value: search.to, type: 'date' })}`,
  );
}

/** Events in a table. */
export const eventTable = (kit: PageKit, rows: AuditRow[]): Html =>
  table<AuditRow>(
    kit.t('nav.audit'),
    [
      { title: kit.t('audit.when'), cell: ({ at }) => kit.moment(at) },
      {
        title: kit.t('audit.event'),
        cell: (row) => html`<a href="${kit.at(row.href)}">${words(kit, row.type)}</a><br>${tag(kit, row)}`,
      },
      { title: kit.t('audit.actor'), cell: ({ actor }) => actor },
      { title: kit.t('connections.app'), cell: ({ clientId }) => clientId && html`<code>${clientId}</code>` },
      { title: kit.t('audit.ip'), cell: ({ ip }) => ip },
    ],
    rows,
  );

/** One event, with everything that is known of it. */
export function adminAuditEventPage(kit: PageKit, view: AdminAuditEventView): Html {
  const { row, changes } = view;
  const title = words(kit, row.type);
  const fact = (label: MessageKey, value: string | null) =>
    value === null ? null : ([kit.t(label), html`<code>${value}</code>`] as const);
  const known = facts([
    [kit.t('audit.event'), tag(kit, row)],
    [kit.t('audit.when'), kit.moment(row.at)],
    [kit.t('audit.actor'), row.actor],
    fact('audit.target', view.target),
    fact('audit.person', view.userId),
    fact('apps.clientId', row.clientId),
    fact('audit.ip', row.ip),
    fact('sessions.browser', view.userAgent),
    fact('audit.request', view.requestId),
  ]);
  const changed = table<AdminAuditEventView['changes'][number]>(
    kit.t('audit.changes'),
    [
      { title: kit.t('audit.member'), cell: ({ path }) => html`<code>${path}</code>` },
      { title: kit.t('audit.before'), cell: ({ from }) => from && html`<code>${from}</code>` },
      { title: kit.t('audit.after'), cell: ({ to }) => to && html`<code>${to}</code>` },
    ],
    changes,
  );
  const body = html`<p><a href="${kit.at(PATH)}">${kit.t('nav.audit')}</a></p><h1>${title}</h1>
    <section class="card">${known}</section>
    ${changes.length > 0 && html`<section class="card"><header><h2>${kit.t('audit.changes')}</h2></header>${changed}</section>`}
    ${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body });
}

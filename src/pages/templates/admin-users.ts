import type { FieldError } from '../../shared/domain/problem';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, pick, sameByApi, searchForm } from './admin';
import { choices, field, FormErrors, formStart, passwordAgain, type SettingsForm } from './forms';
import { badge, empty, note, pager, secretBox, table } from './parts';
import { shellPage, type ShellView } from './shell';

const PATH = '/admin/users';

/** What the marks beside a name say. */
export interface UserMarks {
  admin: boolean;
  active: boolean;
  /** They have not chosen a password yet. */
  invited: boolean;
}

export interface AdminUserRow extends UserMarks {
  name: string;
  email: string;
  lastSeenAt: number | null;
  href: string;
}

export interface AdminUsersView {
  shell: ShellView;
  api: ApiCall[];
  now: number;
  rows: AdminUserRow[];
  next: string | null;
  first: string | null;
  search: { q: string; role: string; status: string };
}

/** Whether somebody is an administrator, disabled, or has yet to come. */
export const userMarks = (kit: PageKit, { admin, active, invited }: UserMarks): Part => [
  admin && html` ${badge('info', kit.t('users.admin'))}`,
  !active && html` ${badge('bad', kit.t('users.disabled'))}`,
  active && invited && html` ${badge('warn', kit.t('users.invited'))}`,
];

/** Everybody who can sign in. */
export function adminUsersPage(kit: PageKit, view: AdminUsersView): Html {
  const { shell, rows, search, now } = view;
  const title = kit.t('nav.users');
  const any = kit.t('clients.any');
  const roles = [
    { value: 'member', label: kit.t('users.member') },
    { value: 'admin', label: kit.t('users.admin') },
  ];
  const statuses = [
    { value: 'active', label: kit.t('users.active') },
    { value: 'disabled', label: kit.t('users.disabled') },
  ];
  const fields = html`${field({ name: 'q', label: kit.t('users.search'), value: search.q, autocomplete: 'off' })}
    ${pick({ name: 'role', label: kit.t('users.role'), any, value: search.role, options: roles })}
    ${pick({ name: 'status', label: kit.t('clients.status'), any, value: search.status, options: statuses })}`;
  const columns = [
    {
      title: kit.t('field.name'),
      cell: (row: AdminUserRow) =>
        html`<a href="${kit.at(row.href)}"><strong>${row.name}</strong></a>${userMarks(kit, row)}`,
    },
    { title: kit.t('field.email'), cell: ({ email }: AdminUserRow) => email },
    {
      title: kit.t('sessions.seen'),
      cell: ({ lastSeenAt }: AdminUserRow) =>
        lastSeenAt === null ? kit.t('time.never') : kit.ago(lastSeenAt, now),
    },
  ];
  const list =
    rows.length > 0
      ? html`<section class="card stack">${table(title, columns, rows)}${pager(kit, view)}</section>`
      : empty(kit.t('users.none'), kit.t('users.noneText'), null);
  const invite = html`<a class="btn primary" href="${kit.at(`${PATH}/invite`)}">${kit.t('users.invite')}</a>`;
  const body = html`<div class="row between"><h1>${title}</h1>${invite}</div>${searchForm(kit, PATH, fields)}${list}${sameByApi(kit, view.api)}`;
  return shellPage(kit, shell, { title, body });
}

export interface InviteUserView {
  shell: ShellView;
  form: SettingsForm;
  api: ApiCall[];
  errors: FieldError[];
  draft: { name: string; email: string; role: string };
  /** How the link gets to the person; null: there is one way only, by hand. */
  delivery: 'mail' | 'hand' | null;
}

/** How a link gets to its person: by mail, or shown to the administrator. */
export const deliveryChoice = (kit: PageKit, delivery: 'mail' | 'hand' | null): Html =>
  delivery === null
    ? html`<p class="muted">${kit.t('users.noMail')}</p>`
    : choices({
        name: 'delivery',
        legend: kit.t('users.delivery'),
        kind: 'radio',
        options: [
          { value: 'mail', label: kit.t('users.byMail'), checked: delivery === 'mail' },
          { value: 'hand', label: kit.t('users.byHand'), checked: delivery === 'hand' },
        ],
      });

/** Who is invited, and as what. */
export function inviteUserPage(kit: PageKit, view: InviteUserView): Html {
  const { shell, form, draft } = view;
  const errors = new FormErrors(kit, view.errors, ['/email', '/name', '/current_password']);
  const title = kit.t('users.invite');
  const roles = [
    { value: 'member', label: kit.t('users.member'), checked: draft.role !== 'admin' },
    {
      value: 'admin',
      label: kit.t('users.admin'),
      hint: kit.t('users.adminHint'),
      checked: draft.role === 'admin',
    },
  ];
  const body = html`<p><a href="${kit.at(PATH)}">${kit.t('nav.users')}</a> / ${title}</p><h1>${title}</h1><p class="muted">${kit.t('users.inviteText')}</p>${errors.summary()}
    <form method="post" action="${kit.at(form.action)}" class="card stack" id="invite-user">${formStart(kit, form)}
      ${field({ name: 'email', label: kit.t('field.email'), value: draft.email, type: 'email', autocomplete: 'off', required: true, maxlength: 254, error: errors.of('/email') })}
      ${field({ name: 'name', label: kit.t('field.name'), value: draft.name, autocomplete: 'off', required: true, maxlength: 100, error: errors.of('/name') })}
      ${choices({ name: 'role', legend: kit.t('users.role'), kind: 'radio', options: roles })}
      ${deliveryChoice(kit, view.delivery)}${passwordAgain(kit, form, errors)}
      <div class="row end"><a class="btn" href="${kit.at(PATH)}">${kit.t('action.cancel')}</a><button class="btn primary" type="submit">${kit.t('users.inviteSubmit')}</button></div></form>${sameByApi(kit, view.api)}`;
  return shellPage(kit, shell, { title, body, error: errors.any });
}

/** A link that is shown this once, to be handed over. */
export function userLinkPage(
  kit: PageKit,
  { shell, name, link, href }: { shell: ShellView; name: string; link: string; href: string },
): Html {
  const title = kit.t('users.linkTitle', { name });
  const box = note('ok', title, html`<p>${kit.t('users.linkText')}</p>${secretBox(kit, 'link', link)}`);
  const body = html`<h1>${kit.t('users.link')}</h1>${box}<p><a class="btn" href="${kit.at(href)}">${name}</a></p>`;
  return shellPage(kit, shell, { title: kit.t('users.link'), body });
}

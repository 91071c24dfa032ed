import { LANGUAGE_NAMES, LANGUAGES, type MessageKey } from '../../locales/words';
import type { ScopeDefinition } from '../../scopes/domain/scope';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, sameByApi } from './admin';
import { type AuditRow, eventTable } from './admin-audit';
import { type UserMarks, userMarks } from './admin-users';
import { field, FormErrors, formStart, passwordAgain, select, type SettingsForm } from './forms';
import { badge, type Column, facts, pager, table } from './parts';
import { browserName } from './sessions';
import { shellPage, type ShellView } from './shell';

/** The parts of the page of a person, each at an address of its own. */
export const USER_TABS = {
  profile: 'nav.profile',
  sessions: 'nav.sessions',
  apps: 'nav.connections',
  tokens: 'nav.tokens',
  events: 'nav.audit',
} as const satisfies Record<string, MessageKey>;
export type UserTab = keyof typeof USER_TABS;

export interface UserSessionRow {
  browser: string | null;
  system: string | null;
  ip: string | null;
  lastSeenAt: number;
  end: string;
}

export interface UserAppRow {
  name: string | null;
  scopes: ScopeDefinition[];
  createdAt: number;
  lastUsedAt: number | null;
  end: string;
}

export interface UserTokenRow {
  name: string;
  scopes: string[];
  lastUsedAt: number | null;
  expiresAt: number | null;
  /** Null: it has ended. */
  end: string | null;
}

export interface UserProfile {
  form: SettingsForm;
  errors: FieldError[];
  version: number;
  draft: { name: string; email: string; locale: string | null };
  emailVerified: boolean;
  lastSeenAt: number | null;
  createdAt: number;
  lockedUntil: number | null;
}

/** What one part of the page shows. */
export type UserContent =
  | { tab: 'profile'; profile: UserProfile }
  | { tab: 'sessions'; rows: UserSessionRow[] }
  | { tab: 'apps'; rows: UserAppRow[] }
  | { tab: 'tokens'; rows: UserTokenRow[] }
  | { tab: 'events'; rows: AuditRow[] };

export interface AdminUserView extends UserMarks {
  shell: ShellView;
  api: ApiCall[];
  now: number;
  id: string;
  name: string;
  content: UserContent;
  next: string | null;
  first: string | null;
}

const pathOf = (id: string): string => `/admin/users/${encodeURIComponent(id)}`;

/** One person, for administrators. */
export function adminUserPage(kit: PageKit, view: AdminUserView): Html {
  const { name, content } = view;
  const errors = new FormErrors(kit, content.tab === 'profile' ? content.profile.errors : [], [
    '/name',
    '/email',
    '/locale',
    '/current_password',
  ]);
  const path = pathOf(view.id);
  const tabs = Object.entries(USER_TABS).map(([tab, label]) => {
    const href = tab === 'profile' ? path : `${path}/${tab}`;
    return html`<a class="btn s${tab === content.tab && ' primary'}" href="${kit.at(href)}"${tab === content.tab && html` aria-current="page"`}>${kit.t(label)}</a>`;
  });
  const body = html`<p><a href="${kit.at('/admin/users')}">${kit.t('nav.users')}</a> / ${name}</p>
    <div class="row between"><h1>${name}</h1><span>${userMarks(kit, view)}</span></div>${errors.summary()}
    <nav class="row" id="tabs" aria-label="${name}">${tabs}</nav>
    ${shown(kit, view, errors)}${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title: name, body, error: errors.any });
}

function shown(kit: PageKit, view: AdminUserView, errors: FormErrors): Part {
  const { content } = view;
  if (content.tab === 'profile') return profile(kit, view, content.profile, errors);
  const list =
    content.rows.length === 0
      ? html`<p class="muted">${kit.t('users.nothing')}</p>`
      : html`${tableOf(kit, view)}${pager(kit, view)}`;
  const signOut =
    content.tab === 'sessions' &&
    content.rows.length > 0 &&
    html`<p class="row end"><a class="btn danger" href="${kit.at(`${pathOf(view.id)}/sign-out`)}">${kit.t('users.signOut')}</a></p>`;
  return html`<section class="card stack" id="${content.tab}">${list}${signOut}</section>`;
}

function tableOf(kit: PageKit, { content, now }: AdminUserView): Part {
  const used = (at: number | null): Part => (at === null ? kit.t('time.never') : kit.ago(at, now));
  const end = (href: string | null, label: Html, what: Part): Part =>
    href && html`<a class="btn s danger" href="${kit.at(href)}">${label}<span class="sr"> ${what}</span></a>`;
  const actions = { title: kit.t('table.actions'), actions: true } as const;
  if (content.tab === 'sessions') {
    const columns: Column<UserSessionRow>[] = [
      { title: kit.t('sessions.browser'), cell: (row) => html`<strong>${browserName(kit, row)}</strong>` },
      { title: kit.t('sessions.address'), cell: ({ ip }) => ip ?? kit.t('sessions.unknownAddress') },
      { title: kit.t('sessions.seen'), cell: ({ lastSeenAt }) => used(lastSeenAt) },
      { ...actions, cell: (row) => end(row.end, kit.t('action.signOut'), browserName(kit, row)) },
    ];
    return table(kit.t('nav.sessions'), columns, content.rows);
  }
  if (content.tab === 'apps') {
    const app = ({ name }: UserAppRow): Part => name ?? kit.t('connections.gone');
    const columns: Column<UserAppRow>[] = [
      { title: kit.t('connections.app'), cell: (row) => html`<strong>${app(row)}</strong>` },
      {
        title: kit.t('connections.can'),
        cell: ({ scopes }) => scopes.map((scope, n) => [n > 0 && html`<br>`, kit.scopeText(scope)]),
      },
      { title: kit.t('connections.since'), cell: ({ createdAt }) => kit.day(createdAt) },
      { title: kit.t('connections.used'), cell: ({ lastUsedAt }) => used(lastUsedAt) },
      { ...actions, cell: (row) => end(row.end, kit.t('users.end'), app(row)) },
    ];
    return table(kit.t('nav.connections'), columns, content.rows);
  }
  if (content.tab === 'tokens') {
    const columns: Column<UserTokenRow>[] = [
      { title: kit.t('field.name'), cell: ({ name }) => html`<strong>${name}</strong>` },
      { title: kit.t('tokens.scopes'), cell: ({ scopes }) => scopes.join(' ') },
      { title: kit.t('tokens.lastUsed'), cell: ({ lastUsedAt }) => used(lastUsedAt) },
      {
        title: kit.t('tokens.expires'),
        cell: ({ expiresAt }) => (expiresAt === null ? kit.t('time.never') : kit.day(expiresAt)),
      },
      { ...actions, cell: (row) => end(row.end, kit.t('action.revoke'), row.name) },
    ];
    return table(kit.t('nav.tokens'), columns, content.rows);
  }
  return content.tab === 'events' ? eventTable(kit, content.rows) : null;
}

function profile(kit: PageKit, view: AdminUserView, shownProfile: UserProfile, errors: FormErrors): Html {
  const { form, draft, version, lockedUntil, lastSeenAt } = shownProfile;
  const languages = [...new Set([null, ...LANGUAGES, draft.locale])].map((locale) => ({
    value: locale ?? '',
    label: LANGUAGES.includes(locale as never)
      ? LANGUAGE_NAMES[locale as (typeof LANGUAGES)[number]]
      : (locale ?? kit.t('users.browserLanguage')),
  }));
  const verified = shownProfile.emailVerified
    ? badge('ok', kit.t('profile.verified'))
    : badge('warn', kit.t('profile.unverified'));
  return html`<section class="card">${facts([
    [kit.t('users.id'), html`<code>${view.id}</code>`],
    [kit.t('field.email'), verified],
    [kit.t('sessions.seen'), lastSeenAt === null ? kit.t('time.never') : kit.ago(lastSeenAt, view.now)],
    [kit.t('sessions.since'), kit.day(shownProfile.createdAt)],
    lockedUntil === null ? null : [kit.t('users.locked'), kit.moment(lockedUntil)],
  ])}</section>
    <form method="post" action="${kit.at(form.action)}" class="card stack" id="user">${formStart(kit, form)}${kit.hidden('version', String(version))}
      ${field({ name: 'name', label: kit.t('field.name'), value: draft.name, autocomplete: 'off', required: true, maxlength: 100, error: errors.of('/name') })}
      ${field({ name: 'email', label: kit.t('field.email'), value: draft.email, type: 'email', autocomplete: 'off', required: true, maxlength: 254, hint: kit.t('users.emailHint'), error: errors.of('/email') })}
      ${select({ name: 'locale', label: kit.t('field.language'), value: draft.locale ?? '', options: languages, error: errors.of('/locale') })}
      ${passwordAgain(kit, form, errors)}
      <div class="row end"><button class="btn primary" type="submit">${kit.t('action.save')}</button></div></form>
    ${acts(kit, view, lockedUntil !== null)}`;
}

/** What else can be done, each on a page that asks first. */
function acts(kit: PageKit, { id, active, admin, invited }: AdminUserView, locked: boolean): Html {
  const act = (step: string, label: MessageKey, danger = false) =>
    html`<a class="btn${danger && ' danger'}" href="${kit.at(`${pathOf(id)}/${step}`)}">${kit.t(label)}</a>`;
  return html`<section class="card stack"><h2>${kit.t('users.access')}</h2><div class="row">${active && (invited ? act('links/invite', 'users.inviteAgain') : act('links/reset', 'users.reset'))}${locked && act('unlock', 'users.unlock')}${act('role', admin ? 'users.makeMember' : 'users.makeAdmin')}</div></section>
    <section class="card danger stack"><h2>${kit.t('users.danger')}</h2><div class="row">${act('sign-out', 'users.signOut', true)}${active ? act('disable', 'users.disable', true) : act('enable', 'users.enable')}${act('delete', 'users.delete', true)}</div></section>`;
}

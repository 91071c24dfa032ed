import type { ScopeDefinition } from '../../scopes/domain/scope';
import { DAY_MS } from '../../shared/domain/day';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { field, FormErrors, formStart, passwordAgain, type SettingsForm } from './forms';
import { badge, codeBlock, empty, note, pager, secretBox, table } from './parts';
import { scopeChoice } from './scope-choice';
import { shellPage, type ShellView } from './shell';

const SOON_MS = 7 * DAY_MS;

export interface TokenRow {
  name: string;
  description: string;
  prefix: string;
  last4: string;
  scopes: string[];
  lastUsedAt: number | null;
  lastUsedIp: string | null;
  expiresAt: number | null;
  revokedAt: number | null;
  /** Addresses of the pages that rotate and revoke it; null where that makes no sense. */
  rotate: string | null;
  revoke: string | null;
}

export interface TokensView {
  shell: ShellView;
  now: number;
  /** Whether these are the ended ones. */
  ended: boolean;
  rows: TokenRow[];
  next: string | null;
  first: string | null;
  /** A token that has just been made: shown in this one answer. */
  made: { name: string; value: string; curl: string } | null;
}

const PATH = '/settings/tokens';

/** A person's own access tokens. */
export function tokensPage(kit: PageKit, view: TokensView): Html {
  const { shell, ended, rows, made } = view;
  const title = kit.t(ended ? 'tokens.endedTitle' : 'tokens.title');
  const create = html`<a class="btn primary" href="${kit.at(`${PATH}/new`)}">${kit.t('tokens.new')}</a>`;
  const apps = html`<a href="${kit.at('/settings/apps')}">${kit.t('tokens.registerApp')}</a>`;
  const other = ended
    ? html`<a href="${kit.at(PATH)}">${kit.t('tokens.showLive')}</a>`
    : html`<a href="${kit.at(`${PATH}?state=ended`)}">${kit.t('tokens.showEnded')}</a>`;
  const body = html`<div class="row between"><h1>${title}</h1>${create}</div>
    <p class="muted">${kit.t(ended ? 'tokens.endedText' : 'tokens.text', { apps })}</p>
    ${made && madeNote(kit, made)}
    ${rows.length > 0 ? html`<section class="card stack">${list(kit, view, title)}${pager(kit, view)}</section>` : empty(kit.t(ended ? 'tokens.noneEnded' : 'tokens.none'), kit.t('tokens.noneText'), create)}
    <p>${other}</p>`;
  return shellPage(kit, shell, { title, body });
}

function list(kit: PageKit, { rows, now, ended }: TokensView, title: Part): Html {
  return table<TokenRow>(
    title,
    [
      { title: kit.t('field.name'), cell: (row) => tokenName(row) },
      { title: kit.t('tokens.scopes'), cell: ({ scopes }) => scopeWords(kit, scopes) },
      { title: kit.t('tokens.lastUsed'), cell: (row) => lastUsed(kit, row, now) },
      { title: kit.t(ended ? 'tokens.endedAt' : 'tokens.expires'), cell: (row) => end(kit, row, now) },
      ...(ended
        ? []
        : [{ title: kit.t('table.actions'), cell: (row: TokenRow) => actions(kit, row), actions: true }]),
    ],
    rows,
  );
}

const tokenName = ({ name, description, prefix, last4 }: TokenRow): Html =>
  html`<strong>${name}</strong><br><code>${prefix}…${last4}</code>${description !== '' && html`<br><small>${description}</small>`}`;

const scopeWords = (kit: PageKit, scopes: string[]): Html =>
  scopes.length === 0
    ? kit.t('tokens.noScopes')
    : html`${scopes.map((scope) => html`<code>${scope}</code> `)}`;

function lastUsed(kit: PageKit, { lastUsedAt, lastUsedIp }: TokenRow, now: number): Html {
  if (lastUsedAt === null) return kit.t('time.never');
  const when = kit.ago(lastUsedAt, now);
  return lastUsedIp === null ? when : kit.t('tokens.usedFrom', { when, address: lastUsedIp });
}

function end(kit: PageKit, { expiresAt, revokedAt }: TokenRow, now: number): Html {
  if (revokedAt !== null) return html`${kit.day(revokedAt)} ${badge('', kit.t('tokens.revoked'))}`;
  if (expiresAt === null) return kit.t('time.never');
  if (expiresAt <= now) return html`${kit.day(expiresAt)} ${badge('', kit.t('tokens.expired'))}`;
  return expiresAt - now < SOON_MS ? badge('warn', kit.ago(expiresAt, now)) : kit.day(expiresAt);
}

const actions = (kit: PageKit, { name, rotate, revoke }: TokenRow): Html =>
  html`${rotate && html`<a class="btn s" href="${kit.at(rotate)}">${kit.t('action.rotate')}<span class="sr"> ${name}</span></a> `}${revoke && html`<a class="btn s danger" href="${kit.at(revoke)}">${kit.t('action.revoke')}<span class="sr"> ${name}</span></a>`}`;

const madeNote = (kit: PageKit, { name, value, curl }: NonNullable<TokensView['made']>): Html =>
  note(
    'ok',
    kit.t('tokens.madeTitle', { name }),
    html`<p>${kit.t('tokens.madeText')}</p>${secretBox(kit, 'token', value)}<p>${kit.t('tokens.tryIt')}</p>${codeBlock(kit, curl, 'token-curl')}`,
  );

export interface NewTokenView {
  shell: ShellView;
  form: SettingsForm;
  errors: FieldError[];
  /** What has been typed, or what a link has filled in. */
  draft: TokenDraft;
  /** Ends to choose from, in days; the dates are when they end. */
  presets: { days: number; endsAt: number }[];
  mayLastForever: boolean;
  /** The last date that can be chosen, `2027-11-21`. */
  lastDate: string;
  scopes: ScopeDefinition[];
}

export interface TokenDraft {
  name: string;
  description: string;
  /** Days of a preset, `date` or `never`. */
  expires: string;
  date: string;
  scopes: string[];
}

export function newTokenPage(kit: PageKit, view: NewTokenView): Html {
  const { shell, form, draft } = view;
  const errors = new FormErrors(kit, view.errors);
  const title = kit.t('tokens.newTitle');
  const body = html`<h1>${title}</h1>${errors.summary()}
    <form class="card stack stack-l" method="post" action="${kit.at(form.action)}" id="new-token">${formStart(kit, form)}
      ${field({ name: 'name', label: kit.t('field.name'), value: draft.name, hint: kit.t('tokens.nameHint'), error: errors.of('/name'), required: true, maxlength: 100, autocomplete: 'off' })}
      ${field({ name: 'description', label: kit.t('tokens.description'), value: draft.description, error: errors.of('/description'), maxlength: 500, autocomplete: 'off' })}
      ${expiry(kit, view, errors.of('/expires_in'))}
      ${scopeChoice(kit, { legend: kit.t('tokens.scopes'), scopes: view.scopes, chosen: draft.scopes, error: errors.under('/scopes') })}
      ${passwordAgain(kit, form, errors)}
      <div class="row end"><a class="btn" href="${kit.at(PATH)}">${kit.t('action.cancel')}</a><button class="btn primary" type="submit">${kit.t('tokens.create')}</button></div>
    </form>`;
  return shellPage(kit, shell, { title, body, error: errors.any });
}

/** When it ends: some usual times, a date, or never where the server allows that. */
export function expiry(
  kit: PageKit,
  view: Pick<NewTokenView, 'presets' | 'mayLastForever' | 'lastDate'> & {
    draft: Pick<TokenDraft, 'expires' | 'date'>;
  },
  error: Part,
): Html {
  const { draft, presets, mayLastForever, lastDate } = view;
  const option = (value: string, label: Part) =>
    html`<label class="row"><input type="radio" name="expires" value="${value}"${draft.expires === value && html` checked`}> <span>${label}</span></label>`;
  const preset = ({ days, endsAt }: { days: number; endsAt: number }) =>
    option(
      String(days),
      html`${days === 365 ? kit.t('time.year') : kit.count('time.days', days)} <small>${kit.day(endsAt)}</small>`,
    );
  const describedBy = error && html` aria-invalid="true" aria-describedby="expires-error"`;
  return html`<fieldset class="stack stack-s" id="expires"><legend>${kit.t('tokens.expires')}</legend>${error && html`<p class="err" id="expires-error">${error}</p>`}
    <div class="stack stack-s">${presets.map(preset)}${mayLastForever && option('never', kit.t('time.never'))}
    <div class="row">${option('date', kit.t('tokens.onDate'))}<input class="date" type="date" name="date" aria-label="${kit.t('tokens.date')}" value="${draft.date}" max="${lastDate}"${describedBy}></div></div>
    <p class="hint">${kit.t('tokens.expiresHint')}</p></fieldset>`;
}

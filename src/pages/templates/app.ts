import type { ScopeDefinition } from '../../scopes/domain/scope';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { APP_TYPES, type AppType } from './apps';
import { field, FormErrors, formStart, passwordAgain, type SettingsForm } from './forms';
import { badge, codeBlock, copyButton, facts, note, secretBox, table } from './parts';
import { scopeChoice } from './scope-choice';
import { shellPage, type ShellView } from './shell';

export interface SecretRow {
  /** Prefix and last characters; never the value. */
  prefix: string;
  last4: string;
  createdAt: number;
  lastUsedAt: number | null;
  expiresAt: number | null;
  /** Address of the page that removes it; null: it is the last one. */
  remove: string | null;
}

/** The forms that change one part of an app, by the end of their addresses. */
export type AppPart = 'name' | 'redirect-uris' | 'scopes-form';

export interface AppView {
  shell: ShellView;
  now: number;
  name: string;
  type: AppType;
  clientId: string;
  active: boolean;
  /** An administrator has disabled it, so that only one enables it. */
  held: boolean;
  isPublic: boolean;
  /** Client credentials wait for an administrator. */
  waits: boolean;
  /** A secret that has just been made: shown in this one answer. */
  made: { secret: string; registered: boolean } | null;
  secrets: SecretRow[];
  usage: { tokens: number; people: number; lastUsedAt: number | null };
  samples: { language: string; code: string }[];
  authorizeAddress: string | null;
  /** What the forms hold: what is stored, or what has been typed. */
  draft: { name: string; redirectUris: string[]; scopes: string[] };
  scopes: ScopeDefinition[];
  /** Its action is the beginning of the addresses of all forms. */
  form: SettingsForm;
  /** What the app was when the page was made, so that no change of somebody else is lost. */
  version: number;
  errors: FieldError[];
  /** The form that they are about; null: none has been sent. */
  part: AppPart | null;
  /** Address of the playground for this app, or null. */
  playground: string | null;
}

/** Everything about one app. */
export function appPage(kit: PageKit, view: AppView): Html {
  const { shell, name, made, active } = view;
  const errors = new FormErrors(kit, view.errors);
  const status = active ? badge('ok', kit.t('apps.active')) : badge('bad', kit.t('apps.disabled'));
  const body = html`<p><a href="${kit.at('/settings/apps')}">${kit.t('nav.apps')}</a> / ${name}</p>
    <div class="row between"><h1>${name}</h1>${status}</div>
    ${errors.summary()}${made && madeNote(kit, made)}
    ${view.waits && note('info', kit.t('apps.waitsTitle'), html`<p>${kit.t('apps.waitsText')}</p>`)}
    ${credentials(kit, view)}${!view.isPublic && secrets(kit, view)}${connect(kit, view)}${usage(kit, view)}
    ${nameForm(kit, view, errors)}${view.type !== 'm2m' && redirectForm(kit, view, errors)}${scopesForm(kit, view, errors)}
    ${danger(kit, view)}`;
  return shellPage(kit, shell, { title: name, body, error: errors.any });
}

const madeNote = (kit: PageKit, { secret, registered }: NonNullable<AppView['made']>): Html =>
  note(
    'ok',
    kit.t(registered ? 'app.registered' : 'app.secretMade'),
    html`<p>${kit.t('app.secretOnce')}</p>${secretBox(kit, 'secret', secret)}`,
  );

function credentials(kit: PageKit, view: AppView): Html {
  const tryIt =
    view.playground && html`<a class="btn s" href="${kit.at(view.playground)}">${kit.t('app.tryIt')}</a>`;
  const clientId = html`<code id="client-id">${view.clientId}</code> ${copyButton(kit, 'client-id', kit.t('apps.clientId'))}`;
  const login = view.isPublic
    ? kit.t('app.loginNone')
    : html`<code>client_secret_basic</code>, <code>client_secret_post</code>`;
  return html`<section class="card"><header><h2>${kit.t('app.credentials')}</h2>${tryIt}</header>${facts([
    [kit.t('apps.clientId'), clientId],
    [kit.t('apps.type'), kit.t(APP_TYPES[view.type].name)],
    [kit.t('app.login'), login],
    [kit.t('app.tokenEndpoint'), html`<code>${kit.settings.oauthUrl('token')}</code>`],
    view.type === 'm2m'
      ? null
      : [kit.t('app.authorizeEndpoint'), html`<code>${kit.settings.oauthUrl('authorize')}</code>`],
  ])}</section>`;
}

function secrets(kit: PageKit, { secrets: rows, now, form }: AppView): Html {
  const [newest, former] = rows;
  const overlap =
    former?.expiresAt &&
    kit.t('app.overlap', {
      end: kit.day(former.expiresAt),
      used: former.lastUsedAt === null ? kit.t('time.never') : kit.ago(former.lastUsedAt, now),
    });
  const list = table<SecretRow>(
    kit.t('app.secrets'),
    [
      {
        title: kit.t('app.secret'),
        cell: (row) =>
          html`<code>${row.prefix}…${row.last4}</code>${former && row === newest && html` ${badge('ok', kit.t('app.newSecret'))}`}`,
      },
      { title: kit.t('table.created'), cell: ({ createdAt }) => kit.day(createdAt) },
      {
        title: kit.t('apps.lastUsed'),
        cell: ({ lastUsedAt }) => (lastUsedAt === null ? kit.t('time.never') : kit.ago(lastUsedAt, now)),
      },
      {
        title: kit.t('tokens.expires'),
        cell: ({ expiresAt }) =>
          expiresAt === null ? kit.t('time.never') : badge('warn', kit.ago(expiresAt, now)),
      },
      {
        title: kit.t('table.actions'),
        actions: true,
        cell: ({ remove, last4 }) =>
          remove &&
          html`<a class="btn s danger" href="${kit.at(remove)}">${kit.t('action.remove')}<span class="sr"> ${kit.t('app.secretEnding', { last4 })}</span></a>`,
      },
    ],
    rows,
  );
  return html`<section class="card stack" id="secrets"><header><h2>${kit.t('app.secrets')}</h2><a class="btn s" href="${kit.at(`${form.action}/secrets/new`)}">${kit.t('app.addSecret')}</a></header>
    ${list}${overlap && html`<p class="muted">${overlap}</p>`}</section>`;
}

function connect(kit: PageKit, { samples, authorizeAddress }: AppView): Html {
  const sample = ({ language, code }: AppView['samples'][number], index: number) =>
    html`<details${index === 0 && html` open`}><summary>${language}</summary>${codeBlock(kit, code, `sample-${language.toLowerCase()}`)}</details>`;
  return html`<section class="card stack" id="connect"><h2>${kit.t('app.connect')}</h2>
    ${authorizeAddress && html`<p>${kit.t('app.connectSend')}</p>${codeBlock(kit, authorizeAddress, 'authorize-address')}<p>${kit.t('app.connectExchange')}</p>`}
    ${samples.map(sample)}</section>`;
}

const usage = (kit: PageKit, { usage: { tokens, people, lastUsedAt }, type, now }: AppView): Html =>
  html`<section class="card"><header><h2>${kit.t('app.usage')}</h2></header>${facts([
    [kit.t('app.tokens7d'), kit.number(tokens)],
    [kit.t('apps.lastUsed'), lastUsedAt === null ? kit.t('time.never') : kit.ago(lastUsedAt, now)],
    type === 'm2m' ? null : [kit.t('app.people'), kit.number(people)],
  ])}</section>`;

/** A form that changes one part of the app. */
function partForm(kit: PageKit, view: AppView, part: AppPart, title: Html, fields: Html): Html {
  const errors = new FormErrors(kit, view.part === part ? view.errors : []);
  const again = part !== 'name' && passwordAgain(kit, view.form, errors, `${part}-password`);
  return html`<section class="card"><header><h2>${title}</h2></header>
    <form method="post" action="${kit.at(`${view.form.action}/${part}`)}" class="stack" id="${part}">${formStart(kit, view.form)}${kit.hidden('version', String(view.version))}
      ${fields}${again}<div class="row end">${part === 'redirect-uris' && html`<button class="btn s" type="submit" name="add" value="1" formnovalidate>${kit.t('app.addUri')}</button>`}<button class="btn primary s" type="submit" name="save" value="1">${kit.t('action.save')}</button></div></form></section>`;
}

const nameForm = (kit: PageKit, view: AppView, errors: FormErrors): Html =>
  partForm(
    kit,
    view,
    'name',
    kit.t('field.name'),
    field({
      name: 'name',
      label: kit.t('app.nameLabel'),
      value: view.draft.name,
      hint: kit.t('apps.nameHint'),
      error: errors.of('/name'),
      maxlength: 100,
      autocomplete: 'off',
    }),
  );

function redirectForm(kit: PageKit, view: AppView, errors: FormErrors): Html {
  const whole = errors.of('/redirect_uris');
  const uri = (value: string, index: number) =>
    field({
      invalid: whole && index === 0 ? 'redirect-uris-error' : null,
      id: `redirect-uri-${index + 1}`,
      name: 'redirect_uris',
      label: kit.t('app.uriNumber', { number: index + 1 }),
      value,
      error: errors.of(`/redirect_uris/${index}`),
      autocomplete: 'off',
    });
  // Whoever has emptied them all still needs a place to type.
  const uris = view.draft.redirectUris.length > 0 ? view.draft.redirectUris : [''];
  const fields = html`<p class="hint">${kit.t(view.type === 'native' ? 'app.urisNativeHint' : 'app.urisHint')}</p>${whole && html`<p class="err" id="redirect-uris-error">${whole}</p>`}${uris.map(uri)}`;
  return partForm(kit, view, 'redirect-uris', kit.t('apps.redirectUris'), fields);
}

const scopesForm = (kit: PageKit, view: AppView, errors: FormErrors): Html =>
  partForm(
    kit,
    view,
    'scopes-form',
    kit.t('apps.scopes'),
    scopeChoice(kit, {
      legend: kit.t('app.scopesLegend'),
      scopes: view.scopes,
      chosen: view.draft.scopes,
      error: errors.under('/scopes'),
    }),
  );

function danger(kit: PageKit, view: AppView): Html {
  const { form, usage } = view;
  return html`<section class="card danger stack"><h2>${kit.t('app.danger')}</h2>
    ${view.held ? html`<p>${kit.t('fault.app.held')}</p>` : toggle(kit, view)}
    <p>${kit.count('app.deleteText', usage.people)}</p><p><a class="btn danger" href="${kit.at(`${form.action}/delete`)}">${kit.t('app.delete')}</a></p></section>`;
}

function toggle(kit: PageKit, { active, form }: AppView): Html {
  const step = active ? 'disable' : 'enable';
  return html`<p>${kit.t(`app.${step}Text`)}</p><p><a class="btn" href="${kit.at(`${form.action}/${step}`)}">${kit.t(active ? 'app.disable' : 'app.enable')}</a></p>`;
}

import type { ScopeDefinition } from '../../scopes/domain/scope';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { APP_TYPES, type AppType } from './apps';
import { choices, field, FormErrors, formStart, passwordAgain, type SettingsForm, textArea } from './forms';
import { note } from './parts';
import { scopeChoice } from './scope-choice';
import { shellPage, type ShellView } from './shell';

const PATH = '/settings/apps/new';

/** The kind first: everything else depends on it. */
export function appTypePage(kit: PageKit, { shell }: { shell: ShellView }): Html {
  const title = kit.t('apps.newTitle');
  const kinds = Object.entries(APP_TYPES) as [AppType, (typeof APP_TYPES)[AppType]][];
  const card = ([type, { name, hint }]: (typeof kinds)[number]) =>
    html`<a class="choice" href="${kit.at(`${PATH}?type=${type}`)}"><span><strong>${kit.t(name)}</strong><small>${kit.t(hint)}</small></span></a>`;
  const body = html`<h1>${title}</h1><section class="card stack"><h2>${kit.t('apps.whichType')}</h2>
    <div class="grid2" id="types">${kinds.map(card)}</div></section>`;
  return shellPage(kit, shell, { title, body });
}

export interface AppDraft {
  name: string;
  /** One address a line. */
  redirectUris: string;
  secret: boolean;
  scopes: string[];
}

export interface NewAppView {
  shell: ShellView;
  form: SettingsForm;
  errors: FieldError[];
  type: AppType;
  draft: AppDraft;
  scopes: ScopeDefinition[];
  /** Whether an administrator has to allow client credentials first. */
  waits: boolean;
}

/** Only what the kind needs. */
export function newAppPage(kit: PageKit, view: NewAppView): Html {
  const { shell, form, type, draft, waits } = view;
  const errors = new FormErrors(kit, view.errors);
  const { name, hint } = APP_TYPES[type];
  const title = kit.t('apps.newTitle');
  const body = html`<h1>${title}</h1>${errors.summary()}
    <p><strong>${kit.t(name)}</strong>. ${kit.t(hint)} <a href="${kit.at(PATH)}">${kit.t('apps.otherType')}</a></p>
    ${waits && note('info', kit.t('apps.waitsTitle'), html`<p>${kit.t('apps.waitsText')}</p>`)}
    <form class="card stack stack-l" method="post" action="${kit.at(form.action)}" id="new-app">${formStart(kit, form)}${kit.hidden('type', type)}
      ${field({ name: 'name', label: kit.t('field.name'), value: draft.name, hint: kit.t('apps.nameHint'), error: errors.of('/name'), required: true, maxlength: 100, autocomplete: 'off' })}
      ${type !== 'm2m' && redirectUris(kit, type, draft, errors)}
      ${type === 'web' && choices({ name: 'secret', legend: kit.t('apps.secretLegend'), kind: 'radio', options: secretOptions(kit, draft) })}
      ${scopeChoice(kit, { legend: kit.t('apps.scopes'), scopes: view.scopes, chosen: draft.scopes, error: errors.under('/scopes') })}
      ${passwordAgain(kit, form, errors)}
      <div class="row end"><a class="btn" href="${kit.at('/settings/apps')}">${kit.t('action.cancel')}</a><button class="btn primary" type="submit">${kit.t('apps.register')}</button></div>
    </form>`;
  return shellPage(kit, shell, { title, body, error: errors.any });
}

const redirectUris = (kit: PageKit, type: AppType, draft: AppDraft, errors: FormErrors): Html =>
  textArea({
    name: 'redirect_uris',
    label: kit.t('apps.redirectUris'),
    value: draft.redirectUris,
    hint: kit.t(type === 'native' ? 'apps.redirectUrisNativeHint' : 'apps.redirectUrisHint'),
    error: redirectErrors(draft, errors),
    placeholder: type === 'native' ? 'com.example.app:/callback' : 'https://app.example.com/callback',
  });

/** Each fault with the address that it is about. */
function redirectErrors(draft: AppDraft, errors: FormErrors): Html | null {
  const whole = errors.of('/redirect_uris');
  const lines = linesOf(draft.redirectUris).map((uri, index) => {
    const fault = errors.of(`/redirect_uris/${index}`);
    return fault && html`<code>${uri}</code>: ${fault}<br>`;
  });
  return whole || lines.some(Boolean) ? html`${whole}${lines}` : null;
}

/** The addresses in the text: one a line, blank lines left out. */
export const linesOf = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

const secretOptions = (kit: PageKit, { secret }: AppDraft) => [
  { value: 'yes', label: kit.t('apps.secretYes'), hint: kit.t('apps.secretYesHint'), checked: secret },
  { value: 'no', label: kit.t('apps.secretNo'), hint: kit.t('apps.secretNoHint'), checked: !secret },
];

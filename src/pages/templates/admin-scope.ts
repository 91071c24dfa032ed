import { type Language, LANGUAGE_NAMES, LANGUAGES } from '../../locales/words';
import type { ScopeDefinition, ScopeRisk } from '../../scopes/domain/scope';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, sameByApi } from './admin';
import { HOLDERS } from './admin-scopes';
import { field, FormErrors, formStart, passwordAgain, select, type SettingsForm } from './forms';
import { facts } from './parts';
import { shellPage, type ShellView } from './shell';

/** A scope as it stands in the form. */
export interface ScopeDraft {
  name: string;
  description: string;
  consentText: string;
  locales: Record<string, string>;
  group: string;
  risk: ScopeRisk;
  isDefault: boolean;
  grantableTo: ScopeDefinition['grantableTo'];
  audience: string;
}

export interface AdminScopeView {
  shell: ShellView;
  api: ApiCall[];
  form: SettingsForm;
  errors: FieldError[];
  draft: ScopeDraft;
  /** Null: it is not made yet. */
  version: number | null;
  /** It comes with the server: who may hold it, and for which API, stays. */
  isFixed: boolean;
}

const PATH = '/admin/scopes';
const RISKS: ScopeRisk[] = ['read', 'write', 'danger'];
const FORM = 'scope-form';

/** One scope, or a new one: its words, what people read of it on the consent page, and how it is deleted. */
export function adminScopePage(kit: PageKit, view: AdminScopeView): Html {
  const { draft, version, form } = view;
  const errors = new FormErrors(kit, view.errors);
  const title = version === null ? kit.t('scopes.add') : html`${draft.name}`;
  const deletion =
    version !== null &&
    !view.isFixed &&
    html`<section class="card danger stack"><h2>${kit.t('app.danger')}</h2><div class="row"><a class="btn danger" href="${kit.at(`${form.action}/delete`)}">${kit.t('scopes.delete')}</a></div></section>`;
  const body = html`<p><a href="${kit.at(PATH)}">${kit.t('nav.scopes')}</a> / ${title}</p><h1>${title}</h1>${errors.summary()}
    <form method="post" action="${kit.at(form.action)}" class="card stack" id="${FORM}">${formStart(kit, form)}${kit.hidden('version', version === null ? null : String(version))}
      ${wordFields(kit, view, errors)}${ruleFields(kit, view, errors)}${passwordAgain(kit, form, errors)}
      <div class="row end"><a class="btn" href="${kit.at(PATH)}">${kit.t('action.cancel')}</a><button class="btn primary" type="submit">${kit.t(version === null ? 'scopes.add' : 'action.save')}</button></div></form>
    ${preview(kit, draft)}${deletion}${sameByApi(kit, view.api)}`;
  return shellPage(kit, view.shell, { title, body, error: errors.any });
}

function wordFields(kit: PageKit, { draft, version }: AdminScopeView, errors: FormErrors): Html {
  const language = (tag: Language) =>
    field({
      name: `locale_${tag}`,
      label: kit.t('scopes.inLanguage', { language: LANGUAGE_NAMES[tag] }),
      value: draft.locales[tag] ?? '',
      error: errors.of(`/locales/${tag}`),
      maxlength: 300,
    });
  const name = {
    ...{ name: 'name', label: kit.t('scopes.name'), value: draft.name, maxlength: 100, autocomplete: 'off' },
    ...{ hint: kit.t('scopes.nameHint'), error: errors.of('/name') },
  };
  return html`${version === null && field(name)}
    ${field({ name: 'description', label: kit.t('scopes.description'), value: draft.description, error: errors.of('/description'), maxlength: 300 })}
    ${field({ name: 'consent_text', label: kit.t('scopes.consentText'), value: draft.consentText, hint: kit.t('scopes.consentHint', { begin: kit.t('consent.will') }), error: errors.of('/consent_text'), maxlength: 300 })}
    ${LANGUAGES.map(language)}
    ${field({ name: 'group', label: kit.t('scopes.group'), value: draft.group, error: errors.of('/group'), maxlength: 100 })}`;
}

function ruleFields(kit: PageKit, { draft, isFixed }: AdminScopeView, errors: FormErrors): Html {
  const risks = RISKS.map((value) => ({ value, label: kit.t(`scope.group.${value}`) }));
  const holders = (['both', 'users', 'clients'] as const).map((value) => ({
    value,
    label: kit.t(HOLDERS[value]),
  }));
  const open = html`${select({ name: 'grantable_to', label: kit.t('scopes.holders'), value: draft.grantableTo, options: holders })}
    ${field({ name: 'audience', label: kit.t('scopes.audience'), value: draft.audience, type: 'url', hint: kit.t('scopes.audienceHint'), error: errors.of('/audience'), autocomplete: 'off' })}`;
  return html`${select({ name: 'risk', label: kit.t('scopes.risk'), value: draft.risk, options: risks })}
    ${isFixed ? html`<p class="muted">${kit.t('scopes.fixed')}</p>` : open}
    <label class="row"><input type="checkbox" name="default" value="1"${draft.isDefault && html` checked`}> <span>${kit.t('scopes.default')}</span></label>`;
}

/** The line of the consent page, in every language. */
function preview(kit: PageKit, draft: ScopeDraft): Html {
  const consentText = draft.consentText.trim() || draft.description.trim() || '…';
  const line = (tag: Language) => {
    const words = draft.locales[tag]?.trim() || consentText;
    const scope: ScopeDefinition = {
      ...{ name: draft.name || '…', description: '', group: '', role: 'member' },
      ...{ risk: draft.risk, grantableTo: draft.grantableTo, consentText: words },
    };
    return [LANGUAGE_NAMES[tag], html`<ul class="scopes">${kit.scopeLine(scope)}</ul>`] as const;
  };
  return html`<section class="card stack" id="preview"><h2>${kit.t('scopes.previewTitle')}</h2><p>${kit.t('consent.will')}</p>${facts(LANGUAGES.map(line))}
    <div class="row"><button class="btn" type="submit" form="${FORM}" name="act" value="preview" formnovalidate>${kit.t('scopes.preview')}</button></div></section>`;
}

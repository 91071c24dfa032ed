import { LANGUAGE_NAMES, LANGUAGES } from '../../locales/words';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { field, FormErrors, formStart, select, type SettingsForm } from './forms';
import { badge, facts, note } from './parts';
import { shellPage, type ShellView } from './shell';

/** Name and language; null: the language that the browser asks for. */
export interface ProfileValues {
  name: string;
  locale: string | null;
}

export interface ProfileView {
  shell: ShellView;
  email: string;
  emailVerified: boolean;
  /** Where the address is changed; null: that is not offered. */
  changeEmail: string | null;
  /** What is there. */
  saved: ProfileValues;
  /** Null: the company keeps its people elsewhere. */
  edit: {
    form: SettingsForm;
    errors: FieldError[];
    /** What was typed, or what is there. */
    typed: ProfileValues;
    /** The version that the form changes. */
    version: string;
  } | null;
}

/** Who somebody is, for apps and on these pages. */
export function profilePage(kit: PageKit, view: ProfileView): Html {
  const { shell, edit } = view;
  const title = kit.t('profile.title');
  const errors = new FormErrors(kit, edit?.errors ?? []);
  const verified = view.emailVerified
    ? badge('ok', kit.t('profile.verified'))
    : badge('warn', kit.t('profile.unverified'));
  const change =
    view.changeEmail && html` <a href="${kit.at(view.changeEmail)}">${kit.t('profile.changeEmail')}</a>`;
  const email = [kit.t('field.email'), html`${view.email} ${verified}${change}`] as const;
  const body = html`<h1>${title}</h1>${errors.summary()}
    ${edit ? editForm(kit, view, edit, errors) : keptElsewhere(kit)}
    <section class="card">${facts([edit ? null : [kit.t('field.name'), view.saved.name], email])}</section>`;
  return shellPage(kit, shell, { title, body, error: errors.any });
}

const keptElsewhere = (kit: PageKit): Html =>
  note('info', kit.t('profile.elsewhereTitle'), html`<p>${kit.t('profile.elsewhereText')}</p>`);

function editForm(
  kit: PageKit,
  { saved }: ProfileView,
  { form, typed, version }: NonNullable<ProfileView['edit']>,
  errors: FormErrors,
): Html {
  const languages = [...new Set([null, ...LANGUAGES, saved.locale])];
  const options = languages.map((locale) => ({ value: locale ?? '', label: languageName(kit, locale) }));
  /** Whoever lost a race sees what the other one wrote. */
  const now = (there: Part, differs: boolean, hint: Part) =>
    errors.any && differs ? kit.t('profile.savedNow', { value: there }) : hint;
  return html`<form method="post" action="${kit.at(form.action)}" class="card stack" id="profile">${formStart(kit, form)}${kit.hidden('version', version)}
    ${field({ name: 'name', label: kit.t('field.name'), value: typed.name, autocomplete: 'name', required: true, maxlength: 100, hint: now(saved.name, saved.name !== typed.name, kit.t('profile.nameHint')), error: errors.of('/name') })}
    ${select({ name: 'locale', label: kit.t('field.language'), value: typed.locale ?? '', options, hint: now(languageName(kit, saved.locale), saved.locale !== typed.locale, kit.t('profile.languageHint')), error: errors.of('/locale') })}
    <div class="row end"><button class="btn primary" type="submit">${kit.t('action.save')}</button></div></form>`;
}

/** A language by its own name; one that these pages do not speak by its tag. */
function languageName(kit: PageKit, locale: string | null): Part {
  const spoken = LANGUAGES.find((language) => language === locale);
  return spoken ? LANGUAGE_NAMES[spoken] : (locale ?? kit.t('language.browser'));
}

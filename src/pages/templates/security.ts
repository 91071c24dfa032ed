import type { FieldError } from '../../shared/domain/problem';
import { type Html, html } from '../html';
import type { PageKit } from '../page-kit';
import { FormErrors, formStart, passwordField, type SettingsForm, usernameField } from './forms';
import { note } from './parts';
import { shellPage, type ShellView } from './shell';

export interface SecurityView {
  shell: ShellView;
  now: number;
  /** Null: the company keeps its people elsewhere. */
  password: {
    form: SettingsForm;
    errors: FieldError[];
    /** Null: not known. */
    changedAt: number | null;
  } | null;
}

/** What somebody signs in with, and how to change it. */
export function securityPage(kit: PageKit, view: SecurityView): Html {
  const title = kit.t('security.title');
  const errors = new FormErrors(kit, view.password?.errors ?? []);
  const elsewhere = note(
    'info',
    kit.t('security.elsewhereTitle'),
    html`<p>${kit.t('security.elsewhereText')}</p>`,
  );
  const body = html`<h1>${title}</h1>${errors.summary()}${view.password ? passwordCard(kit, view.password, errors, view.now) : elsewhere}`;
  return shellPage(kit, view.shell, { title, body, error: errors.any });
}

function passwordCard(
  kit: PageKit,
  { form, changedAt }: NonNullable<SecurityView['password']>,
  errors: FormErrors,
  now: number,
): Html {
  const changed = changedAt !== null && kit.t('security.changed', { ago: kit.ago(changedAt, now) });
  const fault = errors.of('/new_password');
  const hint = fault ? null : kit.t('security.newHint', { min: kit.settings.passwordMinLength });
  return html`<form method="post" action="${kit.at(form.action)}" class="card stack" id="password">${formStart(kit, form)}
    <h2>${kit.t('field.password')}</h2>${changed && html`<p class="muted">${changed}</p>`}<p>${kit.t('security.text')}</p>${usernameField(form)}
    ${passwordField(kit, { name: 'current_password', label: kit.t('security.current'), autocomplete: 'current-password', error: errors.of('/current_password') })}
    ${passwordField(kit, { name: 'new_password', label: kit.t('security.new'), autocomplete: 'new-password', hint, error: fault })}
    <div class="row end"><button class="btn primary" type="submit">${kit.t('security.submit')}</button></div></form>`;
}

import type { MessageKey, WithoutEnding } from '../../locales/words';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html, type Part } from '../html';
import type { FormView, PageKit } from '../page-kit';
import { field, FormErrors, passwordField } from './forms';

/** The beginning of three messages, `<key>.title`, `<key>.text` and `<key>.submit`; also the id of the form. */
export type AccountWords = WithoutEnding<MessageKey, 'title'> &
  WithoutEnding<MessageKey, 'text'> &
  WithoutEnding<MessageKey, 'submit'>;

/** A form for people who are not signed in and want to be, one day: forgotten password, invitation, first start … */
export interface AccountView extends FormView {
  words: AccountWords;
  /** What stands in the places of the words. */
  values?: Record<string, Part>;
  /** The secret of the link that has led here; null: none was needed. */
  token: string | null;
  errors: FieldError[];
  /** What is asked for; email and name with what was typed. */
  fields: { email?: string; name?: string; password?: 'new' | 'known' };
  /** The address that the password belongs to, for password managers, where it is not asked for. */
  username?: string;
}

export function accountPage(kit: PageKit, view: AccountView): Html {
  const { words, values = {}, fields, username } = view;
  const places = Object.keys(fields).map((name) => `/${name}`);
  const errors = new FormErrors(kit, view.errors, places);
  const title = kit.t(`${words}.title`, values);
  const body = html`<div><h1>${title}</h1><p>${kit.t(`${words}.text`, values)}</p></div>${errors.summary()}
    <form method="post" action="${kit.at(view.action)}" class="stack" id="${words}">
      ${kit.hidden('csrf', view.csrf)}${kit.hidden('token', view.token)}
      ${fields.name !== undefined && field({ name: 'name', label: kit.t('field.name'), value: fields.name, autocomplete: 'name', maxlength: 100, required: true, error: errors.of('/name') })}
      ${fields.email !== undefined && field({ name: 'email', label: kit.t('field.email'), type: 'email', value: fields.email, autocomplete: 'username', required: true, error: errors.of('/email') })}
      ${username !== undefined && html`<input type="email" name="username" value="${username}" autocomplete="username" hidden>`}
      ${fields.password && password(kit, fields.password, errors)}
      <button class="btn primary block" type="submit">${kit.t(`${words}.submit`, values)}</button>
    </form>`;
  return kit.authCard(errors.any ? kit.t('title.error', { title }) : title, body);
}

function password(kit: PageKit, kind: 'new' | 'known', errors: FormErrors): Html {
  const error = errors.of('/password');
  if (kind === 'known') {
    const label = kit.t('field.password');
    return passwordField(kit, { name: 'password', label, autocomplete: 'current-password', error });
  }
  const hint = kit.t('password.hint', { min: kit.settings.passwordMinLength });
  return passwordField(kit, {
    name: 'password',
    label: kit.t('field.newPassword'),
    hint,
    autocomplete: 'new-password',
    error,
  });
}

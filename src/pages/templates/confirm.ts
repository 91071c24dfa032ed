import type { FieldError } from '../../shared/domain/problem';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import { type ApiCall, sameByApi } from './admin';
import { FormErrors, formStart, passwordAgain, type SettingsForm } from './forms';
import { shellPage, type ShellView } from './shell';

/** A small page that asks before something is done. */
export interface ConfirmView {
  shell: ShellView;
  form: SettingsForm;
  errors: FieldError[];
  title: Part;
  /** What it will do, and to whom. */
  text: Part;
  /** More fields, made from the faults. */
  fields?: (errors: FormErrors) => Part;
  submit: Part;
  danger: boolean;
  /** Where Cancel leads. */
  back: string;
  /** The same by REST, on pages for administrators. */
  api?: ApiCall[];
}

export function confirmPage(kit: PageKit, view: ConfirmView): Html {
  const { shell, form, title } = view;
  const errors = new FormErrors(kit, view.errors);
  const body = html`<h1>${title}</h1>${errors.summary()}
    <form method="post" action="${kit.at(form.action)}" class="card stack${view.danger && ' danger'}" id="confirm">${formStart(kit, form)}
      <p>${view.text}</p>${view.fields?.(errors)}${passwordAgain(kit, form, errors)}
      <div class="row end"><a class="btn" href="${kit.at(view.back)}">${kit.t('action.cancel')}</a>
        <button class="btn ${view.danger ? 'danger solid' : 'primary'}" type="submit">${view.submit}</button></div></form>${view.api && sameByApi(kit, view.api)}`;
  return shellPage(kit, shell, { title, body, error: errors.any });
}

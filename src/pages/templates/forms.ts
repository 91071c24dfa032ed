import type { FieldError } from '../../shared/domain/problem';
import { type Html, html, type Part } from '../html';
import type { FormView, PageKit } from '../page-kit';

/** One line of a form. */
interface Field {
  name: string;
  label: Part;
  value?: string;
  id?: string;
  type?: string;
  hint?: Part;
  /** What is wrong with it; the field is tied to the words. */
  error?: Part;
  /** The id of an element elsewhere that says what is wrong. */
  invalid?: string | null;
  autocomplete?: string;
  required?: boolean;
  autofocus?: boolean;
  maxlength?: number;
  placeholder?: string;
}

const attribute = (name: string, value: Part) =>
  value !== undefined && value !== null && value !== false && html` ${name}="${value}"`;

/** The text for people who cannot see which field is meant, and the marks on the field itself. */
function tied({
  id,
  hint,
  error,
  invalid,
}: {
  id: string;
  hint?: Part;
  error?: Part;
  invalid?: string | null;
}) {
  const describedBy = [error && `${id}-error`, hint && `${id}-hint`, invalid].filter(Boolean).join(' ');
  return {
    marks: html`${(error || invalid) && html` aria-invalid="true"`}${describedBy && html` aria-describedby="${describedBy}"`}`,
    words: html`${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}${error && html`<p class="err" id="${id}-error">${error}</p>`}`,
  };
}

/** Label, input, hint and error, tied together. */
export function field(view: Field): Html {
  const { name, label, value, type = 'text', id = name.replace(/_/g, '-') } = view;
  const { marks, words } = tied({ ...view, id });
  const plain = type === 'email' || type === 'url' || view.autocomplete === 'off';
  return html`<div class="field"><label for="${id}">${label}</label>
    <input id="${id}" name="${name}" type="${type}"${attribute('value', value)}${attribute('autocomplete', view.autocomplete)}${attribute('maxlength', view.maxlength)}${attribute('placeholder', view.placeholder)}${plain && html` autocapitalize="none" spellcheck="false"`}${view.required && html` required`}${view.autofocus && html` autofocus`}${marks}>${words}</div>`;
}

/** A password, with a button that shows it where scripts run. It is never filled in by us. */
export function passwordField(kit: PageKit, view: Field): Html {
  const { name, label, id = name.replace(/_/g, '-') } = view;
  const { marks, words } = tied({ ...view, id });
  return html`<div class="field"><label for="${id}">${label}</label>
    <div class="with-button"><input id="${id}" name="${name}" type="password" required${attribute('autocomplete', view.autocomplete)}${marks}>
    <button class="btn s" type="button" data-reveal="${id}" data-hide="${kit.t('action.hide')}" aria-pressed="false" hidden>${kit.t('action.show')}</button></div>${words}</div>`;
}

/** Several lines of text. */
export function textArea(view: Field & { rows?: number }): Html {
  const { name, label, value = '', id = name.replace(/_/g, '-'), rows = 3 } = view;
  const { marks, words } = tied({ ...view, id });
  return html`<div class="field"><label for="${id}">${label}</label>
    <textarea id="${id}" name="${name}" rows="${rows}" spellcheck="false"${attribute('placeholder', view.placeholder)}${attribute('maxlength', view.maxlength)}${marks}>
${value}</textarea>${words}</div>`;
}

/** One of several, in a list that opens. */
export function select(view: Field & { options: { value: string; label: Part }[] }): Html {
  const { name, label, value, options, id = name.replace(/_/g, '-') } = view;
  const { marks, words } = tied({ ...view, id });
  const option = (each: { value: string; label: Part }) =>
    html`<option value="${each.value}"${each.value === value && html` selected`}>${each.label}</option>`;
  return html`<div class="field"><label for="${id}">${label}</label>
    <select id="${id}" name="${name}"${marks}>${options.map(option)}</select>${words}</div>`;
}

export interface Choice {
  value: string;
  label: Part;
  hint?: Part;
  checked: boolean;
}

/** Some boxes or circles to choose from, as cards. */
export function choices(view: {
  name: string;
  legend: Part;
  kind: 'radio' | 'checkbox';
  options: Choice[];
  error?: Part;
}): Html {
  const { name, legend, kind, options, error } = view;
  const { marks, words } = tied({ id: name.replace(/_/g, '-'), error });
  const option = ({ value, label, hint, checked }: Choice) =>
    html`<label class="choice"><input type="${kind}" name="${name}" value="${value}"${checked && html` checked`}><span>${label}${hint && html`<small>${hint}</small>`}</span></label>`;
  return html`<fieldset class="stack stack-s"${marks}><legend>${legend}</legend>${words}<div class="grid2">${options.map(option)}</div></fieldset>`;
}

/** What went wrong with the whole form: announced, and in focus. */
export const alert = (words: Part): Html =>
  html`<div class="note bad" role="alert" id="error" tabindex="-1" data-focus><p>${words}</p></div>`;

/** The faults of a form that are at hand, by the beginning of their JSON pointer. */
export class FormErrors {
  constructor(
    private readonly kit: PageKit,
    private readonly errors: readonly FieldError[],
    /** Where the page can show a fault; what is wrong elsewhere is said above the form. Null: everywhere. */
    private readonly places: readonly string[] | null = null,
  ) {}

  get any(): boolean {
    return this.errors.length > 0;
  }

  /** The words for one field. */
  of(pointer: string): Html | null {
    const found = this.errors.find((error) => error.pointer === pointer);
    return found ? this.kit.fault(found) : null;
  }

  /** The words for a field and everything in it, each once. */
  under(pointer: string): Html | null {
    const found = this.errors.filter(
      (error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`),
    );
    const words = [...new Set(found.map((error) => this.kit.fault(error).text))];
    return words.length > 0
      ? html`${words.map((_, index) => html`${index > 0 && ' '}${this.kit.fault(found[index]!)}`)}`
      : null;
  }

  /** The box above the form: how many things need a change, and the words that belong to no field. */
  summary(): Html | null {
    if (!this.any) return null;
    const isGeneral = ({ pointer }: FieldError) =>
      pointer === '' || (this.places !== null && !this.places.includes(pointer));
    const general = this.errors.filter(isGeneral).map((error) => this.kit.fault(error));
    const rest = this.errors.length - general.length;
    return alert(
      html`${general}${rest > 0 && html`${general.length > 0 && ' '}${this.kit.count('form.errors', rest)}`}`,
    );
  }
}

/** A form of the settings pages. `passwordAgain`: the sign-in is too old for what it does, so the password is asked for. */
export interface SettingsForm extends FormView {
  /** Names this very form, so that it does its work once. */
  once: string | null;
  passwordAgain: boolean;
  /** Of the person, for password managers. */
  email: string;
}

/** What stands in every form of the settings pages. */
export function formStart(kit: PageKit, form: SettingsForm): Html {
  return html`${kit.hidden('csrf', form.csrf)}${kit.hidden('once', form.once)}`;
}

/** Tells password managers whose password it is. */
export const usernameField = ({ email }: SettingsForm): Html =>
  html`<input type="email" name="username" value="${email}" autocomplete="username" hidden>`;

/**
 * The password, where the sign-in is too old for what the form does.
 *
 * @param id of the field, for pages with several such forms
 */
export function passwordAgain(
  kit: PageKit,
  form: SettingsForm,
  errors: FormErrors,
  id = 'current-password',
): Html | null {
  if (!form.passwordAgain) return null;
  return html`<div class="stack">${usernameField(form)}
    ${passwordField(kit, { id, name: 'current_password', label: kit.t('sudo.label'), hint: kit.t('sudo.hint'), autocomplete: 'current-password', error: errors.of('/current_password') })}</div>`;
}

import type { LiveSetting, LiveValues } from '../../config/settings';
import type { MessageKey } from '../../locales/words';
import type { FieldError } from '../../shared/domain/problem';
import { type Html, html, type Part } from '../html';
import type { PageKit } from '../page-kit';
import {
  choices,
  field,
  type FormErrors,
  formStart,
  passwordAgain,
  select,
  type SettingsForm,
} from './forms';
import { lasting } from '../times';

/** A setting that administrators change while the server runs, unless the environment sets it. */
export interface LiveRow {
  setting: LiveSetting;
  /** As forms and REST call it. */
  field: string;
  variable: string;
  locked: boolean;
  now: LiveValues[LiveSetting];
  /** What holds where nobody has said anything. */
  initial: LiveValues[LiveSetting];
  /** What stands in the field. */
  typed: string | string[];
  /** From and to, of a number. */
  range: readonly [min: number, max: number] | null;
}

export interface LiveForm {
  form: SettingsForm;
  errors: FieldError[];
  version: number;
  rows: LiveRow[];
  grantTypes: readonly string[];
}

const NAMES: Record<LiveSetting, MessageKey> = {
  accessTokenTtl: 'serverSettings.accessTtl',
  refreshTokenTtl: 'serverSettings.refreshTtl',
  refreshTokenAbsoluteTtl: 'serverSettings.absoluteTtl',
  authCodeTtl: 'serverSettings.codeTtl',
  refreshGrace: 'serverSettings.grace',
  patMaxDays: 'serverSettings.patMax',
  signup: 'serverSettings.signup',
  grants: 'serverSettings.grants',
};

export const liveName = (kit: PageKit, { setting }: LiveRow): Html => kit.t(NAMES[setting]);

/** A value of one of them, in words. */
export function liveValue(kit: PageKit, { setting }: LiveRow, value: LiveRow['now']): Part {
  if (typeof value === 'number') {
    return setting === 'patMaxDays' ? kit.count('time.days', value) : lasting(kit.language, value);
  }
  if (typeof value === 'string') return yesNo(kit, value === 'open');
  return value.map((word, index) => html`${index > 0 && ', '}<code>${word}</code>`);
}

export const yesNo = (kit: PageKit, on: boolean): Html =>
  kit.t(on ? 'serverSettings.on' : 'serverSettings.off');

/** The settings that are open to change, in one form. */
export function liveForm(kit: PageKit, view: LiveForm, errors: FormErrors): Html | null {
  const { form } = view;
  const open = view.rows.filter(({ locked }) => !locked);
  if (open.length === 0) return null;
  return html`<section class="card stack"><header><h2>${kit.t('serverSettings.change')}</h2></header><p class="muted">${kit.t('serverSettings.changeText')}</p>
    <form method="post" action="${kit.at(form.action)}" class="stack" id="server-settings">${formStart(kit, form)}${kit.hidden('version', String(view.version))}
      ${open.map((row) => liveField(kit, row, view.grantTypes, errors))}${passwordAgain(kit, form, errors)}
      <div class="row end"><button class="btn primary" type="submit">${kit.t('action.save')}</button></div></form></section>`;
}

function liveField(kit: PageKit, row: LiveRow, grantTypes: readonly string[], errors: FormErrors): Html {
  const label = liveName(kit, row);
  const error = errors.under(`/${row.field}`);
  const now = liveValue(kit, row, row.now);
  const { field: name, typed } = row;
  if (typeof typed !== 'string') {
    const option = (type: string) => ({
      value: type,
      label: html`<code>${type}</code>`,
      checked: typed.includes(type),
    });
    const options = grantTypes.map(option);
    return html`<div class="stack stack-s">${choices({ name, legend: label, kind: 'checkbox', options, error })}<p class="hint">${kit.t('serverSettings.now', { now })}</p></div>`;
  }
  if (row.range === null) {
    const options = [
      { value: 'invite', label: yesNo(kit, false) },
      { value: 'open', label: yesNo(kit, true) },
    ];
    return select({ name, label, value: typed, options, hint: kit.t('serverSettings.now', { now }), error });
  }
  const [min, max] = row.range.map((end) => kit.number(end));
  const hint = kit.t(
    row.setting === 'patMaxDays' ? 'serverSettings.daysHint' : 'serverSettings.secondsHint',
    { min, max, now, initial: liveValue(kit, row, row.initial) },
  );
  return field({ name, label, value: typed, hint, error, autocomplete: 'off', maxlength: 12 });
}

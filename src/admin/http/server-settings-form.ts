import {
  LIVE_SETTINGS,
  type LiveSetting,
  liveSettingNames,
  type LiveValues,
  type Settings,
} from '../../config/settings';
import { LIVE_RANGES, wireNameOf } from '../../live-settings/application/live-setting-rules';
import type { CurrentSettings, LiveChanges } from '../../live-settings/application/live-settings';
import type { LiveRow } from '../../pages/templates/admin-settings-form';
import type { Parameters } from '../../shared/domain/parameters';

/** What stands in the fields, as it was typed. */
export type LiveDraft = Record<LiveSetting, string | string[]>;

const WHOLE = /^\d{1,15}$/;

const draftFrom = (value: (name: LiveSetting) => string | string[]): LiveDraft =>
  Object.fromEntries(liveSettingNames.map((name) => [name, value(name)])) as LiveDraft;

export const draftOf = (values: LiveValues): LiveDraft =>
  draftFrom((name) => (name === 'grants' ? [...values.grants] : String(values[name])));

export const readDraft = (form: Parameters): LiveDraft =>
  draftFrom((name) => {
    const field = wireNameOf(name);
    return name === 'grants' ? [...new Set(form.all(field))] : (form.oneOrNull(field) ?? '').trim();
  });

/** What a field asks for; null: as the server was started. */
function wished(name: LiveSetting, typed: string | string[]): unknown {
  if (typeof typed !== 'string' || name === 'signup') return typed;
  if (typed === '') return null;
  return WHOLE.test(typed) ? Number(typed) : NaN;
}

const same = (one: unknown, other: unknown): boolean => {
  const text = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
  return text(one) === text(other);
};

/** What the form would make different: what the environment sets is not in the form, whoever sends it. */
export function changesIn(draft: LiveDraft, current: CurrentSettings, settings: Settings): LiveChanges {
  const changed = liveSettingNames
    .filter((name) => !current.locked.includes(name))
    .map((name) => [name, wished(name, draft[name])] as const)
    .filter(([name, wish]) => !same(wish ?? settings.initial(name), current.values[name]));
  return Object.fromEntries(changed);
}

/** The same as the body of REST; what could not be read is left out. */
export function apiChangesOf(draft: LiveDraft, { locked }: CurrentSettings): object {
  const wishes = liveSettingNames
    .filter((name) => !locked.includes(name))
    .map((name) => [wireNameOf(name), wished(name, draft[name])] as const);
  return Object.fromEntries(wishes.filter(([, wish]) => !Number.isNaN(wish)));
}

export const liveRows = (draft: LiveDraft, current: CurrentSettings, settings: Settings): LiveRow[] =>
  liveSettingNames.map((setting) => ({
    setting,
    field: wireNameOf(setting),
    variable: LIVE_SETTINGS[setting],
    locked: current.locked.includes(setting),
    now: current.values[setting],
    initial: settings.initial(setting),
    typed: draft[setting],
    range: setting === 'signup' || setting === 'grants' ? null : LIVE_RANGES[setting],
  }));

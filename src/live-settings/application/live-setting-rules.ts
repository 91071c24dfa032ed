import { LIVE_SETTINGS, type LiveSetting, liveSettingNames, type LiveValues } from '../../config/settings';
import { type FieldError, fieldError } from '../../shared/domain/problem';

const YEAR = 31_536_000;

export const GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'password',
  'implicit',
] as const;

/** From and to; the same as where they are read from the environment. */
export const LIVE_RANGES = {
  accessTokenTtl: [1, YEAR],
  refreshTokenTtl: [1, 10 * YEAR],
  refreshTokenAbsoluteTtl: [1, 10 * YEAR],
  authCodeTtl: [1, 60],
  refreshGrace: [0, 60],
  patMaxDays: [1, 3660],
} as const satisfies Partial<Record<LiveSetting, readonly [number, number]>>;

/** As REST calls it: that of the variable, in lower case. */
export const wireNameOf = (name: LiveSetting): string => LIVE_SETTINGS[name].toLowerCase();

/** Everything that is wrong with some values. */
export function liveFaults(values: Partial<LiveValues>): FieldError[] {
  return liveSettingNames
    .filter((name) => values[name] !== undefined && !isValid(name, values))
    .map((name) => faultOf(name));
}

function isValid(name: LiveSetting, values: Partial<LiveValues>): boolean {
  if (name === 'signup') return ['invite', 'open'].includes(values.signup!);
  if (name === 'grants') {
    const known = values.grants!.filter((type) => GRANT_TYPES.some((one) => one === type));
    return known.length > 0 && known.length === new Set(values.grants).size;
  }
  const [min, max] = LIVE_RANGES[name];
  return Number.isSafeInteger(values[name]) && values[name]! >= min && values[name]! <= max;
}

function faultOf(name: LiveSetting): FieldError {
  const pointer = `/${wireNameOf(name)}`;
  if (name === 'signup') return fieldError(pointer, 'one_of', 'fault.setting.signup');
  if (name === 'grants')
    return fieldError(pointer, 'one_of', 'fault.setting.grants', { known: GRANT_TYPES.join(', ') });
  const [min, max] = LIVE_RANGES[name];
  return fieldError(pointer, 'range', 'fault.setting.range', { min, max });
}

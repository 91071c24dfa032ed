import { liveSettingNames } from '../../config/settings';
import type { CurrentSettings, LiveChanges } from '../../live-settings/application/live-settings';
import { GRANT_TYPES, LIVE_RANGES, wireNameOf } from '../../live-settings/application/live-setting-rules';
import { IsList, IsOneOf, IsWholeNumber, MayBeAbsent, MayBeNull } from '../../shared/http/fields';

/** The body of PATCH /v1/admin/settings; null: as the server was started. */
export class ChangeSettingsDto {
  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber(...LIVE_RANGES.accessTokenTtl)
  access_token_ttl?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber(...LIVE_RANGES.refreshTokenTtl)
  refresh_token_ttl?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber(...LIVE_RANGES.refreshTokenAbsoluteTtl)
  refresh_token_absolute_ttl?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber(...LIVE_RANGES.authCodeTtl)
  auth_code_ttl?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber(...LIVE_RANGES.refreshGrace)
  refresh_grace?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsWholeNumber(...LIVE_RANGES.patMaxDays)
  pat_max_days?: number | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsOneOf('invite', 'open')
  signup?: 'invite' | 'open' | null;

  @MayBeAbsent()
  @MayBeNull()
  @IsList(50, GRANT_TYPES.length)
  grants?: string[] | null;
}

/** What was said of the settings, as the application calls it. */
export const settingsChangesOf = (body: ChangeSettingsDto): LiveChanges =>
  Object.fromEntries(
    liveSettingNames.map((name) => [name, (body as Record<string, unknown>)[wireNameOf(name)]]),
  );

/** The settings as REST shows them. */
export const settingsBody = ({ values, locked }: CurrentSettings) => ({
  ...Object.fromEntries(liveSettingNames.map((name) => [wireNameOf(name), values[name]])),
  locked: locked.map(wireNameOf),
});

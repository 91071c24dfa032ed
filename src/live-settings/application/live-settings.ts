import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIVE_SETTINGS, type LiveSetting, liveSettingNames, type LiveValues } from '../../config/settings';
import { LiveCopies } from '../../shared/application/live-copies';
import { Platform } from '../../shared/application/platform';
import type { Precondition } from '../../shared/domain/precondition';
import { type FieldError, fieldError, Problem } from '../../shared/domain/problem';
import type { Change, Party } from '../../shared/domain/security-events';
import { liveFaults, wireNameOf } from './live-setting-rules';
import { StoredSettings } from '../domain/stored-settings';
import { SettingsStore } from './settings-store';

/** Null: as the server was started. */
export type LiveChanges = { [Name in LiveSetting]?: LiveValues[Name] | null };

/** The live settings as they are now. */
export interface CurrentSettings {
  values: LiveValues;
  locked: LiveSetting[];
  version: number;
}

/** Lets administrators change settings while the server runs, on every node from the next request on. */
@Injectable()
export class LiveSettings implements OnModuleInit {
  constructor(
    private readonly store: SettingsStore,
    private readonly copies: LiveCopies,
    private readonly platform: Platform,
  ) {}

  onModuleInit(): void {
    this.copies.register(async () => this.platform.settings.adopt((await this.store.read())?.values ?? {}));
  }

  async read(): Promise<CurrentSettings> {
    const stored = await this.store.read();
    return this.current(stored?.values ?? {}, stored?.version ?? 0);
  }

  /** @throws Problem `conflict` for what the environment sets, `validation-failed`, `version-mismatch` */
  async change(changes: LiveChanges, condition: Precondition, actor: Party): Promise<CurrentSettings> {
    this.requireOpen(changes);
    const stored = await this.store.read();
    const version = stored?.version ?? 0;
    condition.requireMatch(version);
    const values = merged(stored?.values ?? {}, changes);
    const errors = liveFaults(values);
    if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
    const before = this.current(stored?.values ?? {}, version);
    const after = this.current(values, version + 1);
    const differences = differencesOf(before.values, after.values);
    if (differences.length === 0) return before;
    const next = new StoredSettings({
      id: 1,
      values,
      updatedAt: this.platform.now(),
      version: version + 1,
    });
    await this.platform.transaction(async () => {
      if (!(await this.store.write(next, version))) throw changedMeanwhile();
      const target = { type: 'organization', id: null } as const;
      const what = { target, changes: differences };
      await this.platform.publish({ type: 'settings.updated', outcome: 'success', actor, ...what });
    });
    return after;
  }

  private requireOpen(changes: LiveChanges): void {
    const errors: FieldError[] = liveSettingNames
      .filter((name) => changes[name] !== undefined && this.platform.settings.locked.has(name))
      .map((name) =>
        fieldError(`/${wireNameOf(name)}`, 'locked', 'fault.setting.locked', {
          variable: LIVE_SETTINGS[name],
        }),
      );
    if (errors.length > 0) throw new Problem('conflict', errors[0]!.detail, { errors });
  }

  private current(stored: Partial<LiveValues>, version: number): CurrentSettings {
    const { settings } = this.platform;
    const locked = liveSettingNames.filter((name) => settings.locked.has(name));
    const open = Object.fromEntries(
      liveSettingNames.map((name) => [
        name,
        settings.locked.has(name) ? settings.initial(name) : (stored[name] ?? settings.initial(name)),
      ]),
    );
    return { values: open as unknown as LiveValues, locked, version };
  }
}

/** A merge patch (RFC 7396): null takes a value away. */
function merged(stored: Partial<LiveValues>, changes: LiveChanges): Partial<LiveValues> {
  const all = Object.entries({ ...stored, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

const differencesOf = (before: LiveValues, after: LiveValues): Change[] =>
  liveSettingNames
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ path: wireNameOf(name), from: before[name], to: after[name] }));

const changedMeanwhile = () =>
  new Problem('version-mismatch', 'Somebody else has changed the settings meanwhile.', {
    words: { key: 'fault.changedMeanwhile' },
  });

import { Module } from '@nestjs/common';
import { LiveSettings } from './application/live-settings';
import { SettingsStore } from './application/settings-store';
import { TypeOrmSettingsStore } from './infrastructure/typeorm-settings-store';

/** Settings that administrators change while the server runs. */
@Module({
  providers: [LiveSettings, { provide: SettingsStore, useClass: TypeOrmSettingsStore }],
  exports: [LiveSettings],
})
export class LiveSettingsModule {}

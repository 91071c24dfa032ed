import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Life } from '../shared/application/life';
import { Metrics } from '../shared/application/metrics';
import { Clock, SystemClock } from '../shared/domain/clock';
import { SecretFormat } from '../shared/domain/secret';
import { SecurityEvents } from '../shared/domain/security-events';
import { Settings } from './settings';

/** What every module may ask for: the settings and the few values that follow from them. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: Settings, useValue: settings },
        { provide: Clock, useClass: SystemClock },
        { provide: SecretFormat, useValue: new SecretFormat(settings.tokenPrefix) },
        SecurityEvents,
        Metrics,
        Life,
      ],
      exports: [Settings, Clock, SecretFormat, SecurityEvents, Metrics, Life],
    };
  }
}

import { Module } from '@nestjs/common';
import { Metrics } from '../shared/application/metrics';
import { Siblings } from '../shared/application/siblings';
import { EventCounts } from './event-counts';
import { MetricsController } from './metrics.controller';
import { ProcessGauges } from './process-gauges';

/** Numbers for whoever runs the server. */
@Module({
  controllers: [MetricsController],
  providers: [
    EventCounts,
    ProcessGauges,
    {
      provide: Siblings,
      inject: [Metrics],
      useFactory: (metrics: Metrics) => new Siblings(() => metrics.text()),
    },
  ],
})
export class MetricsModule {}

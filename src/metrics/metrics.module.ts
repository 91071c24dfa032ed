import { Module } from '@nestjs/common';
import { EventCounts } from './event-counts';
import { MetricsController } from './metrics.controller';
import { ProcessGauges } from './process-gauges';

/** Numbers for whoever runs the server. */
@Module({ controllers: [MetricsController], providers: [EventCounts, ProcessGauges] })
export class MetricsModule {}

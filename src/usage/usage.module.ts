import { Module } from '@nestjs/common';
import { ClientUsages } from './application/client-usages';
import { UsageCounter } from './application/usage-counter';
import { TypeOrmClientUsages } from './infrastructure/typeorm-client-usages';

/** How much clients are used, for the people who own them. */
@Module({
  providers: [UsageCounter, { provide: ClientUsages, useClass: TypeOrmClientUsages }],
  exports: [UsageCounter, ClientUsages],
})
export class UsageModule {}

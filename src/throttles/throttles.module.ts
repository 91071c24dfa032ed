import { Module } from '@nestjs/common';
import { Guesses } from './application/guesses';
import { Quotas } from './application/quotas';
import { Throttles } from './application/throttles';
import { TypeOrmThrottles } from './infrastructure/typeorm-throttles';

/** Counts what may not happen too often, exactly and on all nodes together. */
@Module({
  providers: [Guesses, Quotas, { provide: Throttles, useClass: TypeOrmThrottles }],
  exports: [Guesses, Quotas, Throttles],
})
export class ThrottlesModule {}

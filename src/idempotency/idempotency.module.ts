import { Module } from '@nestjs/common';
import { IdempotencyKeys } from './application/idempotency-keys';
import { Once } from './application/once';
import { TypeOrmIdempotencyKeys } from './infrastructure/typeorm-idempotency-keys';

/** Work that must not be done twice. */
@Module({
  providers: [Once, { provide: IdempotencyKeys, useClass: TypeOrmIdempotencyKeys }],
  exports: [Once, IdempotencyKeys],
})
export class IdempotencyModule {}

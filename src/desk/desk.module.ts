import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { SessionsModule } from '../sessions/sessions.module';
import { Desk } from './desk';
import { Shell } from './shell';

/** What pages behind the sign-in have in common: the frame, the forms, and who may see them. */
@Module({
  imports: [SessionsModule, IdempotencyModule],
  providers: [Shell, Desk],
  exports: [Desk, Shell, SessionsModule],
})
export class DeskModule {}

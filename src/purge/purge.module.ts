import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { AuthorizationModule } from '../authorization/authorization.module';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { KeysModule } from '../keys/keys.module';
import { OneTimeLinksModule } from '../one-time-links/one-time-links.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { SessionsModule } from '../sessions/sessions.module';
import { ThrottlesModule } from '../throttles/throttles.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsageModule } from '../usage/usage.module';
import { Purge, PurgeableStores } from './purge';

/** Deletes what has ended. */
@Module({
  imports: [
    PersonalAccessTokensModule,
    TokensModule,
    AuthorizationModule,
    SessionsModule,
    ThrottlesModule,
    KeysModule,
    IdempotencyModule,
    OneTimeLinksModule,
    UsageModule,
    AuditModule,
  ],
  providers: [Purge, PurgeableStores],
  exports: [Purge],
})
export class PurgeModule {}

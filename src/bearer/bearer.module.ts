import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { ScopesModule } from '../scopes/scopes.module';
import { ThrottlesModule } from '../throttles/throttles.module';
import { TokensModule } from '../tokens/tokens.module';
import { BearerStrategy } from './bearer.strategy';
import { CallerResolver } from './caller-resolver';
import { RequestQuota } from './request-quota';

/** What a resource API in this process imports: `BearerGuard`, `@RequireScopes`, `@CurrentCaller`. */
@Module({
  imports: [
    PassportModule,
    TokensModule,
    PersonalAccessTokensModule,
    ScopesModule,
    IdempotencyModule,
    ThrottlesModule,
  ],
  providers: [BearerStrategy, CallerResolver, RequestQuota],
  exports: [CallerResolver, RequestQuota, IdempotencyModule],
})
export class BearerModule {}

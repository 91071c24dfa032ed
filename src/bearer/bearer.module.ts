import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { ScopesModule } from '../scopes/scopes.module';
import { TokensModule } from '../tokens/tokens.module';
import { BearerStrategy } from './bearer.strategy';
import { CallerResolver } from './caller-resolver';

/** What a resource API in this process imports: `BearerGuard`, `@RequireScopes`, `@CurrentCaller`. */
@Module({
  imports: [PassportModule, TokensModule, PersonalAccessTokensModule, ScopesModule, IdempotencyModule],
  providers: [BearerStrategy, CallerResolver],
  exports: [CallerResolver, IdempotencyModule],
})
export class BearerModule {}

import { Module } from '@nestjs/common';
import { ScopesModule } from '../scopes/scopes.module';
import { TokensModule } from '../tokens/tokens.module';
import { PersonalAccessTokenEndings } from './application/personal-access-token-endings';
import { PersonalAccessTokenRules } from './application/personal-access-token-rules';
import { PersonalAccessTokenStore } from './application/personal-access-token-store';
import { PersonalAccessTokenMint } from './application/personal-access-token-mint';
import { PersonalAccessTokens } from './application/personal-access-tokens';
import { UnusedTokens } from './application/unused-tokens';
import { TypeOrmPersonalAccessTokenStore } from './infrastructure/typeorm-personal-access-token-store';

/** Tokens that people make for their own hand. */
@Module({
  imports: [ScopesModule, TokensModule],
  providers: [
    PersonalAccessTokenMint,
    PersonalAccessTokens,
    PersonalAccessTokenRules,
    PersonalAccessTokenEndings,
    UnusedTokens,
    { provide: PersonalAccessTokenStore, useClass: TypeOrmPersonalAccessTokenStore },
  ],
  exports: [
    PersonalAccessTokens,
    PersonalAccessTokenRules,
    PersonalAccessTokenEndings,
    UnusedTokens,
    PersonalAccessTokenStore,
  ],
})
export class PersonalAccessTokensModule {}

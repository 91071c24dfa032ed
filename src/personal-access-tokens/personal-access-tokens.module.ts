import { Module } from '@nestjs/common';
import { ScopesModule } from '../scopes/scopes.module';
import { TokensModule } from '../tokens/tokens.module';
import { PersonalAccessTokenRules } from './application/personal-access-token-rules';
import { PersonalAccessTokenStore } from './application/personal-access-token-store';
import { PersonalAccessTokenMint } from './application/personal-access-token-mint';
import { PersonalAccessTokens } from './application/personal-access-tokens';
import { TypeOrmPersonalAccessTokenStore } from './infrastructure/typeorm-personal-access-token-store';

/** Tokens that people make for their own hand. */
@Module({
  imports: [ScopesModule, TokensModule],
  providers: [
    PersonalAccessTokenMint,
    PersonalAccessTokens,
    PersonalAccessTokenRules,
    { provide: PersonalAccessTokenStore, useClass: TypeOrmPersonalAccessTokenStore },
  ],
  exports: [PersonalAccessTokens, PersonalAccessTokenRules, PersonalAccessTokenStore],
})
export class PersonalAccessTokensModule {}

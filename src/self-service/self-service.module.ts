import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { BearerModule } from '../bearer/bearer.module';
import { ClientsModule } from '../clients/clients.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { LeakReports } from './application/leak-reports';
import { OwnAppSecretsController } from './http/app-secrets.controller';
import { OwnAppsController } from './http/apps.controller';
import { OwnAuthorizationsController } from './http/authorizations.controller';
import { CurrentTokenController } from './http/current-token.controller';
import { LeakReportsController } from './http/leak-reports.controller';
import { OwnTokensController } from './http/personal-access-tokens.controller';
import { OwnSessionsController } from './http/sessions.controller';
import { TokenPowers } from './http/token-powers';

/** REST for people about what is their own, under /v1/me. */
@Module({
  imports: [
    BearerModule,
    AccountsModule,
    ClientsModule,
    SessionsModule,
    TokensModule,
    PersonalAccessTokensModule,
  ],
  controllers: [
    OwnAppsController,
    OwnAppSecretsController,
    OwnAuthorizationsController,
    OwnSessionsController,
    OwnTokensController,
    CurrentTokenController,
    LeakReportsController,
  ],
  providers: [TokenPowers, LeakReports],
})
export class SelfServiceModule {}

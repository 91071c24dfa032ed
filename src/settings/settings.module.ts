import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { AuthorizationModule } from '../authorization/authorization.module';
import { ClientsModule } from '../clients/clients.module';
import { DeskModule } from '../desk/desk.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { UsersModule } from '../users/users.module';
import { ConnectionsController } from './http/connections.controller';
import { UsageModule } from '../usage/usage.module';
import { AppController } from './http/app.controller';
import { AppFacts } from './http/app-facts';
import { AppPages } from './http/app-pages';
import { AppSecretsController } from './http/app-secrets.controller';
import { AppStepsController } from './http/app-steps.controller';
import { AppsController } from './http/apps.controller';
import { EmailController } from './http/email.controller';
import { OverviewController } from './http/overview.controller';
import { ProfileController } from './http/profile.controller';
import { SecurityController } from './http/security.controller';
import { SessionsController } from './http/sessions.controller';
import { TokenForms } from './http/token-forms';
import { TokensController } from './http/tokens.controller';

/** Settings: the account, and Apps & API. People's face of the services. */
@Module({
  imports: [
    DeskModule,
    UsersModule,
    AccountsModule,
    ClientsModule,
    AuthorizationModule,
    PersonalAccessTokensModule,
    UsageModule,
  ],
  controllers: [
    OverviewController,
    AppsController,
    AppController,
    AppStepsController,
    AppSecretsController,
    ProfileController,
    SecurityController,
    EmailController,
    SessionsController,
    ConnectionsController,
    TokensController,
  ],
  providers: [AppFacts, AppPages, TokenForms],
})
export class SettingsModule {}

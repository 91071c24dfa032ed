import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/authorization.module';
import { ClientsModule } from '../clients/clients.module';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { SessionsModule } from '../sessions/sessions.module';
import { UsersModule } from '../users/users.module';
import { ConnectionsController } from './http/connections.controller';
import { OverviewController } from './http/overview.controller';
import { SessionsController } from './http/sessions.controller';
import { Shell } from './http/shell';

/** Settings: the account, and Apps & API. People's face of the services. */
@Module({
  imports: [
    SessionsModule,
    UsersModule,
    ClientsModule,
    AuthorizationModule,
    PersonalAccessTokensModule,
    IdempotencyModule,
  ],
  controllers: [OverviewController, SessionsController, ConnectionsController],
  providers: [Shell],
})
export class SettingsModule {}

import { Module } from '@nestjs/common';
import { BearerModule } from '../bearer/bearer.module';
import { ClientsModule } from '../clients/clients.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { OwnAppSecretsController } from './http/app-secrets.controller';
import { OwnAppsController } from './http/apps.controller';
import { OwnAuthorizationsController } from './http/authorizations.controller';
import { OwnSessionsController } from './http/sessions.controller';

/** REST for people about what is their own, under /v1/me. */
@Module({
  imports: [BearerModule, ClientsModule, SessionsModule, TokensModule],
  controllers: [
    OwnAppsController,
    OwnAppSecretsController,
    OwnAuthorizationsController,
    OwnSessionsController,
  ],
})
export class SelfServiceModule {}

import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { AuthorizationModule } from '../authorization/authorization.module';
import { BearerModule } from '../bearer/bearer.module';
import { ClientsModule } from '../clients/clients.module';
import { DeskModule } from '../desk/desk.module';
import { KeysModule } from '../keys/keys.module';
import { AdminClientPagesController } from './http/clients.pages.controller';
import { AdminClientStepsController } from './http/client-steps.pages.controller';
import { ClientViews } from './http/client-views';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsageModule } from '../usage/usage.module';
import { AuditDesk } from './application/audit-desk';
import { ClientDesk } from './application/client-desk';
import { ClientSearch } from './application/client-search';
import { TokenDesk } from './application/token-desk';
import { TokenLookup } from './application/token-lookup';
import { TokenRevocation } from './application/token-revocation';
import { TokenSearch } from './application/token-search';
import { AdminAuditEventsController } from './http/audit-events.controller';
import { AdminClientSecretsController } from './http/client-secrets.controller';
import { AdminClientsController } from './http/clients.controller';
import { AdminKeysController } from './http/keys.controller';
import { AdminTokensController } from './http/tokens.controller';
import { TypeOrmClientSearch } from './infrastructure/typeorm-client-search';
import { TypeOrmTokenSearch } from './infrastructure/typeorm-token-search';

/** REST for administrators, under /v1/admin. */
@Module({
  imports: [
    DeskModule,
    BearerModule,
    ClientsModule,
    KeysModule,
    TokensModule,
    AuthorizationModule,
    PersonalAccessTokensModule,
    UsageModule,
    AuditModule,
  ],
  controllers: [
    AdminClientsController,
    AdminClientSecretsController,
    AdminAuditEventsController,
    AdminKeysController,
    AdminTokensController,
    AdminClientPagesController,
    AdminClientStepsController,
  ],
  providers: [
    AuditDesk,
    ClientDesk,
    ClientViews,
    TokenDesk,
    TokenLookup,
    TokenRevocation,
    { provide: ClientSearch, useClass: TypeOrmClientSearch },
    { provide: TokenSearch, useClass: TypeOrmTokenSearch },
  ],
  exports: [AuditDesk, ClientSearch, TokenDesk, TokenLookup, TokenRevocation],
})
export class AdminModule {}

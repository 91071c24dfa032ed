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
import { TokensModule } from '../tokens/tokens.module';
import { UsageModule } from '../usage/usage.module';
import { AuditDesk } from './application/audit-desk';
import { ClientDesk } from './application/client-desk';
import { ClientSearch } from './application/client-search';
import { AdminAuditEventsController } from './http/audit-events.controller';
import { AdminClientSecretsController } from './http/client-secrets.controller';
import { AdminClientsController } from './http/clients.controller';
import { AdminKeysController } from './http/keys.controller';
import { TypeOrmClientSearch } from './infrastructure/typeorm-client-search';

/** REST for administrators, under /v1/admin. */
@Module({
  imports: [
    DeskModule,
    BearerModule,
    ClientsModule,
    KeysModule,
    TokensModule,
    AuthorizationModule,
    UsageModule,
    AuditModule,
  ],
  controllers: [
    AdminClientsController,
    AdminClientSecretsController,
    AdminAuditEventsController,
    AdminKeysController,
    AdminClientPagesController,
    AdminClientStepsController,
  ],
  providers: [AuditDesk, ClientDesk, ClientViews, { provide: ClientSearch, useClass: TypeOrmClientSearch }],
  exports: [AuditDesk, ClientSearch],
})
export class AdminModule {}

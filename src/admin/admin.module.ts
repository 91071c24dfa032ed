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
import { LiveSettingsModule } from '../live-settings/live-settings.module';
import { ScopesModule } from '../scopes/scopes.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsageModule } from '../usage/usage.module';
import { UsersModule } from '../users/users.module';
import { AuditDesk } from './application/audit-desk';
import { ClientDesk } from './application/client-desk';
import { ClientSearch } from './application/client-search';
import { OverviewDesk } from './application/overview-desk';
import { ResourceDesk } from './application/resource-desk';
import { ResourceUses } from './application/resource-uses';
import { ScopeDesk } from './application/scope-desk';
import { ScopeUses } from './application/scope-uses';
import { TokenDesk } from './application/token-desk';
import { TokenLookup } from './application/token-lookup';
import { TokenRevocation } from './application/token-revocation';
import { TokenSearch } from './application/token-search';
import { AdminAuditEventsController } from './http/audit-events.controller';
import { AdminClientSecretsController } from './http/client-secrets.controller';
import { AdminClientsController } from './http/clients.controller';
import { AdminKeysController } from './http/keys.controller';
import { AdminOverviewController } from './http/overview.controller';
import { AdminResourcesController } from './http/resources.controller';
import { AdminScopesController } from './http/scopes.controller';
import { AdminSettingsController } from './http/server-settings.controller';
import { AdminTokensController } from './http/tokens.controller';
import { TypeOrmClientSearch } from './infrastructure/typeorm-client-search';
import { TypeOrmResourceUses } from './infrastructure/typeorm-resource-uses';
import { TypeOrmScopeUses } from './infrastructure/typeorm-scope-uses';
import { TypeOrmTokenSearch } from './infrastructure/typeorm-token-search';

/** REST for administrators, under /v1/admin. */
@Module({
  imports: [
    DeskModule,
    BearerModule,
    ClientsModule,
    KeysModule,
    LiveSettingsModule,
    ScopesModule,
    TokensModule,
    AuthorizationModule,
    PersonalAccessTokensModule,
    UsageModule,
    UsersModule,
    AuditModule,
  ],
  controllers: [
    AdminClientsController,
    AdminClientSecretsController,
    AdminAuditEventsController,
    AdminKeysController,
    AdminTokensController,
    AdminOverviewController,
    AdminResourcesController,
    AdminScopesController,
    AdminSettingsController,
    AdminClientPagesController,
    AdminClientStepsController,
  ],
  providers: [
    AuditDesk,
    ClientDesk,
    ClientViews,
    OverviewDesk,
    ResourceDesk,
    { provide: ResourceUses, useClass: TypeOrmResourceUses },
    ScopeDesk,
    { provide: ScopeUses, useClass: TypeOrmScopeUses },
    TokenDesk,
    TokenLookup,
    TokenRevocation,
    { provide: ClientSearch, useClass: TypeOrmClientSearch },
    { provide: TokenSearch, useClass: TypeOrmTokenSearch },
  ],
  exports: [AuditDesk, ClientSearch, OverviewDesk, ScopeDesk, TokenDesk, TokenLookup, TokenRevocation],
})
export class AdminModule {}

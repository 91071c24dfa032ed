import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type ModuleMetadata,
  type OnModuleInit,
  type Type,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AccountsModule } from './accounts/accounts.module';
import { AdminPagesModule } from './admin/admin-pages.module';
import { AdminModule } from './admin/admin.module';
import { AdminPeoplePagesModule } from './admin/people-pages.module';
import { AdminPeopleModule } from './admin/people.module';
import { AuditModule } from './audit/audit.module';
import { ResponseType, ResponseTypes } from './authorization/application/response-type';
import { AuthorizationModule } from './authorization/authorization.module';
import { BearerModule } from './bearer/bearer.module';
import { ClientsModule } from './clients/clients.module';
import { ConfigModule } from './config/config.module';
import type { Settings } from './config/settings';
import { DatabaseModule } from './database/database.module';
import { ENTITIES } from './entities';
import { type Grant, Grants } from './grants/application/grant';
import { GrantsModule } from './grants/grants.module';
import { HealthModule } from './health/health.module';
import { HomeModule } from './home/home.module';
import { IdempotencyModule } from './idempotency/idempotency.module';
import { KeysModule } from './keys/keys.module';
import { LiveSettingsModule } from './live-settings/live-settings.module';
import { MailModule } from './mail/mail.module';
import { MetadataModule } from './metadata/metadata.module';
import { MetricsModule } from './metrics/metrics.module';
import { NotificationsModule } from './notifications/notifications.module';
import { OneTimeLinksModule } from './one-time-links/one-time-links.module';
import { OpenApiModule } from './openapi/openapi.module';
import { PagesModule } from './pages/pages.module';
import { PassportModule } from './passport/passport.module';
import { PersonalAccessTokensModule } from './personal-access-tokens/personal-access-tokens.module';
import { ProblemsModule } from './problems/problems.module';
import { PurgeModule } from './purge/purge.module';
import { type Part, ReplaceablePartsModule } from './replaceable-parts';
import { ScopeCatalogue } from './scopes/application/scope-catalogue';
import type { ScopeDefinition } from './scopes/domain/scope';
import { scopeCatalogueOf, ScopesModule } from './scopes/scopes.module';
import { ServerModule } from './server/server.module';
import { Background } from './shared/application/background';
import { LiveCopies } from './shared/application/live-copies';
import { Platform } from './shared/application/platform';
import { Schedule } from './shared/application/schedule';
import { SelfServiceModule } from './self-service/self-service.module';
import { SessionsModule } from './sessions/sessions.module';
import { SignInModule } from './sign-in/sign-in.module';
import { SettingsModule } from './settings/settings.module';
import { ThrottlesModule } from './throttles/throttles.module';
import { TokensModule } from './tokens/tokens.module';
import { UsageModule } from './usage/usage.module';
import { UsersModule } from './users/users.module';

/** How a company makes the server its own. */
export interface AuthServerOptions {
  settings: Settings;
  /** Modules of the company: their controllers answer too, and their exports are there for parts and grants. */
  imports?: ModuleMetadata['imports'];
  /** Replacements for the six replaceable parts; see `replaceable-parts.ts`. */
  parts?: Part[];
  /** Grants beside ours. */
  grants?: Type<Grant>[];
  /** Response types beside ours. */
  responseTypes?: Type<ResponseType>[];
  /** Scopes beside the built-in ones. */
  scopes?: ScopeDefinition[];
}

/** Every module that the server is made of. */
const MODULES = [
  LiveSettingsModule,
  ScopesModule,
  ThrottlesModule,
  ClientsModule,
  UsersModule,
  MailModule,
  OneTimeLinksModule,
  SessionsModule,
  AccountsModule,
  KeysModule,
  TokensModule,
  AuthorizationModule,
  GrantsModule,
  PersonalAccessTokensModule,
  BearerModule,
  PagesModule,
  SignInModule,
  SettingsModule,
  AdminModule,
  AdminPeopleModule,
  AdminPeoplePagesModule,
  AdminPagesModule,
  SelfServiceModule,
  AuditModule,
  NotificationsModule,
  IdempotencyModule,
  UsageModule,
  MetadataModule,
  HealthModule,
  MetricsModule,
  HomeModule,
  ProblemsModule,
  PurgeModule,
  OpenApiModule,
  ServerModule,
];

const OPTIONS = 'grantor:options';

/** The authorization server as one module: `AuthServerModule.forRoot({ … })`. `main.ts` is our own use of it. */
@Global()
@Module({})
export class AuthServerModule implements OnModuleInit {
  constructor(
    @Inject(OPTIONS) private readonly options: AuthServerOptions,
    private readonly moduleRef: ModuleRef,
    private readonly grants: Grants,
    private readonly responseTypes: ResponseTypes,
  ) {}

  static forRoot(options: AuthServerOptions): DynamicModule {
    const { settings, imports = [], parts = [], grants = [], responseTypes = [], scopes = [] } = options;
    return {
      module: AuthServerModule,
      imports: [
        ConfigModule.forRoot(settings),
        DatabaseModule.forRoot(ENTITIES),
        ReplaceablePartsModule.forRoot(parts, imports),
        ...MODULES,
        PassportModule.forRoot(settings),
        ...imports,
      ],
      providers: [
        { provide: OPTIONS, useValue: options },
        { provide: ScopeCatalogue, useFactory: () => scopeCatalogueOf(scopes) },
        Platform,
        Background,
        Schedule,
        LiveCopies,
        ...grants,
        ...responseTypes,
      ],
      exports: [ScopeCatalogue, Platform, Background, Schedule, LiveCopies],
    };
  }

  /** A company's grants and response types stand in the same lists as ours. */
  onModuleInit(): void {
    for (const grant of this.options.grants ?? []) this.grants.add(this.moduleRef.get(grant));
    for (const type of this.options.responseTypes ?? []) this.responseTypes.add(this.moduleRef.get(type));
  }
}

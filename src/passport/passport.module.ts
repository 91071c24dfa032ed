import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { ClientsModule } from '../clients/clients.module';
import type { Settings } from '../config/settings';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { ScopesModule } from '../scopes/scopes.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { CsrfTokenController } from './http/csrf-token.controller';
import { PassportClientImport } from './application/passport-client-import';
import { PassportImport } from './application/passport-import';
import { PassportSources } from './application/passport-sources';
import { PassportTokenImport } from './application/passport-token-import';
import { PassportClientsController } from './http/passport-clients.controller';
import { PassportPersonalTokensController } from './http/passport-personal-tokens.controller';
import { PassportScopesController } from './http/passport-scopes.controller';
import { PassportTokensController } from './http/passport-tokens.controller';
import { MySqlPassportSources } from './infrastructure/mysql-passport-sources';
import { UsersModule } from '../users/users.module';

const CONTROLLERS = [
  CsrfTokenController,
  PassportClientsController,
  PassportPersonalTokensController,
  PassportScopesController,
  PassportTokensController,
];

/** For who comes from Laravel Passport: its JSON routes, where the settings want them, and the import of what its tables hold. */
@Module({})
export class PassportModule {
  static forRoot({ passportRoutes }: Pick<Settings, 'passportRoutes'>): DynamicModule {
    return {
      module: PassportModule,
      imports: [
        AccountsModule,
        ClientsModule,
        PersonalAccessTokensModule,
        ScopesModule,
        SessionsModule,
        TokensModule,
        UsersModule,
      ],
      providers: [
        PassportImport,
        PassportClientImport,
        PassportTokenImport,
        { provide: PassportSources, useClass: MySqlPassportSources },
      ],
      controllers: passportRoutes ? CONTROLLERS : [],
    };
  }
}

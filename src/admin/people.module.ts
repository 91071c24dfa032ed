import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { BearerModule } from '../bearer/bearer.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { SessionsModule } from '../sessions/sessions.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { AuthorizationDesk } from './application/authorization-desk';
import { AuthorizationSearch } from './application/authorization-search';
import { PeopleDesk } from './application/people-desk';
import { SessionDesk } from './application/session-desk';
import { SessionSearch } from './application/session-search';
import { AdminAuthorizationsController } from './http/authorizations.controller';
import { AdminSessionsController } from './http/sessions.controller';
import { AdminUserActsController } from './http/user-acts.controller';
import { AdminUserHoldingsController } from './http/user-holdings.controller';
import { AdminUsersController } from './http/users.controller';
import { TypeOrmAuthorizationSearch } from './infrastructure/typeorm-authorization-search';
import { TypeOrmSessionSearch } from './infrastructure/typeorm-session-search';

/** REST for administrators about people: /v1/admin/users, what they hold, and where they are signed in. */
@Module({
  imports: [
    BearerModule,
    AccountsModule,
    PersonalAccessTokensModule,
    SessionsModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    AdminUsersController,
    AdminUserActsController,
    AdminUserHoldingsController,
    AdminSessionsController,
    AdminAuthorizationsController,
  ],
  providers: [
    PeopleDesk,
    SessionDesk,
    AuthorizationDesk,
    { provide: SessionSearch, useClass: TypeOrmSessionSearch },
    { provide: AuthorizationSearch, useClass: TypeOrmAuthorizationSearch },
  ],
  exports: [PeopleDesk],
})
export class AdminPeopleModule {}

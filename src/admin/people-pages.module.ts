import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { DeskModule } from '../desk/desk.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { TokensModule } from '../tokens/tokens.module';
import { UsersModule } from '../users/users.module';
import { AdminModule } from './admin.module';
import { PersonActs } from './application/person-acts';
import { PersonLinks } from './application/person-links';
import { PersonReach } from './application/person-reach';
import { AdminUserEndsController } from './http/user-ends.pages.controller';
import { UserHoldings } from './http/user-holdings';
import { AdminUserLinksController } from './http/user-links.pages.controller';
import { AdminUserStepsController } from './http/user-steps.pages.controller';
import { AdminUserTabsController } from './http/user-tabs.pages.controller';
import { UserViews } from './http/user-views';
import { AdminUserPageController } from './http/user.pages.controller';
import { AdminUserPagesController } from './http/users.pages.controller';
import { AdminPeopleModule } from './people.module';

/** Pages for administrators about people, under /admin/users. */
@Module({
  imports: [
    AdminModule,
    AdminPeopleModule,
    DeskModule,
    AccountsModule,
    PersonalAccessTokensModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    AdminUserPagesController,
    AdminUserPageController,
    AdminUserTabsController,
    AdminUserStepsController,
    AdminUserLinksController,
    AdminUserEndsController,
  ],
  providers: [UserViews, UserHoldings, PersonActs, PersonLinks, PersonReach],
})
export class AdminPeoplePagesModule {}

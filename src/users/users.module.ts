import { Module } from '@nestjs/common';
import { LocalUsers } from './application/local-users';
import { OwnProfile } from './application/own-profile';
import { PasswordHasher } from './application/password-hasher';
import { UserAdministration } from './application/user-administration';
import { UserRules } from './application/user-rules';
import { UserSearch } from './application/user-search';
import { TypeOrmLocalUsers } from './infrastructure/typeorm-local-users';
import { TypeOrmUserSearch } from './infrastructure/typeorm-user-search';

/** The local directory of people. */
@Module({
  providers: [
    PasswordHasher,
    UserRules,
    UserAdministration,
    OwnProfile,
    { provide: LocalUsers, useClass: TypeOrmLocalUsers },
    { provide: UserSearch, useClass: TypeOrmUserSearch },
  ],
  exports: [PasswordHasher, UserRules, UserAdministration, OwnProfile, LocalUsers, UserSearch],
})
export class UsersModule {}

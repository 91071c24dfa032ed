import { Module } from '@nestjs/common';
import { Argon2 } from './application/argon2';
import { LocalUsers } from './application/local-users';
import { OwnProfile } from './application/own-profile';
import { PasswordHasher } from './application/password-hasher';
import { UserAdministration } from './application/user-administration';
import { UserRules } from './application/user-rules';
import { UserSearch } from './application/user-search';
import { ThreadedArgon2 } from './infrastructure/threaded-argon2';
import { TypeOrmLocalUsers } from './infrastructure/typeorm-local-users';
import { TypeOrmUserSearch } from './infrastructure/typeorm-user-search';

/** The local directory of people. */
@Module({
  providers: [
    PasswordHasher,
    { provide: Argon2, useClass: ThreadedArgon2 },
    UserRules,
    UserAdministration,
    OwnProfile,
    { provide: LocalUsers, useClass: TypeOrmLocalUsers },
    { provide: UserSearch, useClass: TypeOrmUserSearch },
  ],
  exports: [PasswordHasher, UserRules, UserAdministration, OwnProfile, LocalUsers, UserSearch],
})
export class UsersModule {}

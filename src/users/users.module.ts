import { Module } from '@nestjs/common';
import { LocalUsers } from './application/local-users';
import { OwnProfile } from './application/own-profile';
import { PasswordHasher } from './application/password-hasher';
import { UserAdministration } from './application/user-administration';
import { UserRules } from './application/user-rules';
import { TypeOrmLocalUsers } from './infrastructure/typeorm-local-users';

/** The local directory of people. */
@Module({
  providers: [
    PasswordHasher,
    UserRules,
    UserAdministration,
    OwnProfile,
    { provide: LocalUsers, useClass: TypeOrmLocalUsers },
  ],
  exports: [PasswordHasher, UserRules, UserAdministration, OwnProfile, LocalUsers],
})
export class UsersModule {}

import { Module } from '@nestjs/common';
import { LocalUsers } from './application/local-users';
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
    { provide: LocalUsers, useClass: TypeOrmLocalUsers },
  ],
  exports: [PasswordHasher, UserRules, UserAdministration, LocalUsers],
})
export class UsersModule {}

import { Module } from '@nestjs/common';
import { LocalUsers } from './application/local-users';
import { PasswordHasher } from './application/password-hasher';
import { UserAdministration } from './application/user-administration';
import { TypeOrmLocalUsers } from './infrastructure/typeorm-local-users';

/** The local directory of people. */
@Module({
  providers: [PasswordHasher, UserAdministration, { provide: LocalUsers, useClass: TypeOrmLocalUsers }],
  exports: [PasswordHasher, UserAdministration, LocalUsers],
})
export class UsersModule {}

import { Module } from '@nestjs/common';
import { Csrf } from './application/csrf';
import { Sessions } from './application/sessions';
import { SignIn } from './application/sign-in';
import { TypeOrmSessions } from './infrastructure/typeorm-sessions';

/** Browser sessions: who is signed in where. The pages for it are the leaf `sign-in`. */
@Module({
  providers: [SignIn, Csrf, { provide: Sessions, useClass: TypeOrmSessions }],
  exports: [SignIn, Csrf, Sessions],
})
export class SessionsModule {}

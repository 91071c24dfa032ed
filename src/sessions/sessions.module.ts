import { createHmac } from 'node:crypto';
import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { Settings } from '../config/settings';
import { Csrf } from './application/csrf';
import { KnownBrowsers } from './application/known-browsers';
import { PasswordCheck } from './application/password-check';
import { Presence } from './application/presence';
import { SessionCleanup } from './application/session-cleanup';
import { Sessions } from './application/sessions';
import { SignIn } from './application/sign-in';
import { OwnPassword } from './application/own-password';
import { OwnSessions } from './application/own-sessions';
import { Sudo } from './application/sudo';
import { Unlocking } from './application/unlocking';
import { ReturnLink } from './return-link';
import { SameOriginGuard } from './same-origin.guard';
import { TypeOrmKnownBrowsers } from './infrastructure/typeorm-known-browsers';
import { TypeOrmSessions } from './infrastructure/typeorm-sessions';
import { ThrottlesModule } from '../throttles/throttles.module';
import { UsersModule } from '../users/users.module';

/** Browser sessions: who is signed in where. The pages for it are the leaf `sign-in`. */
@Module({
  imports: [
    ThrottlesModule,
    UsersModule,
    JwtModule.registerAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        secret: createHmac('sha256', settings.cookieSecret).update('return links').digest('hex'),
        signOptions: { algorithm: 'HS256' },
        verifyOptions: { algorithms: ['HS256'] },
      }),
    }),
  ],
  providers: [
    SignIn,
    Presence,
    PasswordCheck,
    Unlocking,
    SessionCleanup,
    OwnSessions,
    OwnPassword,
    Sudo,
    Csrf,
    ReturnLink,
    SameOriginGuard,
    { provide: Sessions, useClass: TypeOrmSessions },
    { provide: KnownBrowsers, useClass: TypeOrmKnownBrowsers },
  ],
  exports: [
    SignIn,
    Presence,
    PasswordCheck,
    Unlocking,
    OwnSessions,
    OwnPassword,
    Sudo,
    Csrf,
    ReturnLink,
    SameOriginGuard,
    Sessions,
    KnownBrowsers,
  ],
})
export class SessionsModule {}

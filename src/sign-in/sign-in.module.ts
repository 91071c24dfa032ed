import { createHmac } from 'node:crypto';
import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AuthorizationModule } from '../authorization/authorization.module';
import { Settings } from '../config/settings';
import { SessionsModule } from '../sessions/sessions.module';
import { LoginController } from './login.controller';
import { LoginPages } from './login-pages';
import { LogoutController } from './logout.controller';
import { ReturnLink } from './return-link';

/** The pages for signing in and out. A leaf, because it has to know where people go on to. */
@Module({
  imports: [
    SessionsModule,
    AuthorizationModule,
    JwtModule.registerAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        secret: createHmac('sha256', settings.cookieSecret).update('return links').digest('hex'),
        signOptions: { algorithm: 'HS256' },
        verifyOptions: { algorithms: ['HS256'] },
      }),
    }),
  ],
  controllers: [LoginController, LogoutController],
  providers: [LoginPages, ReturnLink],
  exports: [ReturnLink],
})
export class SignInModule {}

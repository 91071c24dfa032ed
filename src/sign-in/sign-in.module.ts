import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { AuthorizationModule } from '../authorization/authorization.module';
import { SessionsModule } from '../sessions/sessions.module';
import { LoginController } from './login.controller';
import { LoginPages } from './login-pages';
import { LogoutController } from './logout.controller';

/** The pages for signing in and out. A leaf, because it has to know where people go on to. */
@Module({
  imports: [SessionsModule, AccountsModule, AuthorizationModule],
  controllers: [LoginController, LogoutController],
  providers: [LoginPages],
})
export class SignInModule {}

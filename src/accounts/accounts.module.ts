import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module';
import { OneTimeLinksModule } from '../one-time-links/one-time-links.module';
import { SessionsModule } from '../sessions/sessions.module';
import { UsersModule } from '../users/users.module';
import { ThrottlesModule } from '../throttles/throttles.module';
import { AccountFormLimit } from './application/account-form-limit';
import { AccountFeatures } from './application/account-features';
import { AccountLinks } from './application/account-links';
import { EmailChanges } from './application/email-changes';
import { FirstAdmin } from './application/first-admin';
import { Invitations } from './application/invitations';
import { PasswordResets } from './application/password-resets';
import { SignUps } from './application/sign-ups';
import { AccountForms } from './http/account-forms';
import { ForgotController } from './http/forgot.controller';
import { InviteController } from './http/invite.controller';
import { ResetController } from './http/reset.controller';
import { SetupController } from './http/setup.controller';
import { SignUpController } from './http/sign-up.controller';
import { VerifyController } from './http/verify.controller';

/** How people come to an account and keep it: the first administrator, invitations, sign-ups, forgotten passwords. */
@Module({
  imports: [UsersModule, OneTimeLinksModule, MailModule, SessionsModule, ThrottlesModule],
  controllers: [
    ForgotController,
    ResetController,
    InviteController,
    SetupController,
    SignUpController,
    VerifyController,
  ],
  providers: [
    AccountForms,
    AccountFormLimit,
    AccountFeatures,
    AccountLinks,
    FirstAdmin,
    Invitations,
    PasswordResets,
    EmailChanges,
    SignUps,
  ],
  exports: [AccountFeatures, FirstAdmin, Invitations, PasswordResets, EmailChanges],
})
export class AccountsModule {}

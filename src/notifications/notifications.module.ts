import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module';
import { IdempotencyModule } from '../idempotency/idempotency.module';
import { MailModule } from '../mail/mail.module';
import { PersonalAccessTokensModule } from '../personal-access-tokens/personal-access-tokens.module';
import { SessionsModule } from '../sessions/sessions.module';
import { Announcements } from './application/announcements';
import { ChangeNotices } from './application/change-notices';
import { EndingNotices } from './application/ending-notices';
import { EndingSecrets } from './application/ending-secrets';
import { EndingTokens } from './application/ending-tokens';
import { Letters } from './application/letters';
import { SignInNotices } from './application/sign-in-notices';

/** Mails to people about what happens to their account. */
@Module({
  imports: [MailModule, SessionsModule, ClientsModule, PersonalAccessTokensModule, IdempotencyModule],
  providers: [
    Letters,
    SignInNotices,
    ChangeNotices,
    Announcements,
    EndingTokens,
    EndingSecrets,
    EndingNotices,
  ],
})
export class NotificationsModule {}

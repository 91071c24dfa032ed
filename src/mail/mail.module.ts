import { Logger, Module } from '@nestjs/common';
import { Settings } from '../config/settings';
import { Clock } from '../shared/domain/clock';
import { Mailer, NoMailer } from './application/mailer';
import { Outbox } from './application/outbox';
import { Postbox } from './application/postbox';
import { OutboxController } from './http/outbox.controller';
import { SmtpMailer } from './infrastructure/smtp-mailer';

function mailerFor({ smtpUrl, mailFrom, mode }: Settings, outbox: Outbox): Mailer {
  if (smtpUrl !== null && mailFrom !== null) return new SmtpMailer(smtpUrl, mailFrom);
  if (mode !== 'production') return outbox;
  new Logger('Mail').warn(
    'SMTP_URL is not set: no mails are sent. "Forgot your password?", signing up and changes of an email address ' +
      'are not offered; links of invitations are handed to the administrator.',
  );
  return new NoMailer();
}

/** Mails to people. */
@Module({
  controllers: [OutboxController],
  providers: [
    { provide: Outbox, inject: [Clock], useFactory: (clock: Clock) => new Outbox(clock) },
    { provide: Mailer, inject: [Settings, Outbox], useFactory: mailerFor },
    Postbox,
  ],
  exports: [Postbox],
})
export class MailModule {}

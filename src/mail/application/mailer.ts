import type { Mail } from '../domain/mail';

/** Carries mails to people. */
export abstract class Mailer {
  /** False: mails go nowhere, so whatever needs one is not offered. */
  abstract readonly canSend: boolean;

  /** One try. @throws Error when the mail was not taken over */
  abstract send(mail: Mail): Promise<void>;
}

/** Stands there in production without SMTP_URL. */
export class NoMailer extends Mailer {
  readonly canSend = false;

  send(): Promise<void> {
    throw new Error('SMTP_URL is not set');
  }
}

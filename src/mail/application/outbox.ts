import { Injectable, Logger } from '@nestjs/common';
import type { Mail } from '../domain/mail';
import { Clock, type EpochMs } from '../../shared/domain/clock';
import { Mailer } from './mailer';

const KEPT = 50;

/** A mail that nobody was sent. */
export interface KeptMail extends Mail {
  at: EpochMs;
}

/** Takes mails where none are sent (development, demo, tests): keeps the last ones in memory, and prints them. */
@Injectable()
export class Outbox extends Mailer {
  readonly canSend = true;
  private readonly logger = new Logger('Mail');
  private readonly kept: KeptMail[] = [];

  constructor(private readonly clock: Clock) {
    super();
  }

  /** The latest first. */
  get mails(): readonly KeptMail[] {
    return this.kept;
  }

  send(mail: Mail): Promise<void> {
    this.kept.unshift({ ...mail, at: this.clock.now() });
    this.kept.splice(KEPT);
    this.logger.log(`To: ${mail.to}\nSubject: ${mail.subject}\n\n${mail.text}`);
    return Promise.resolve();
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { languageOf } from '../../locales/choose-language';
import { LANGUAGES, type Values } from '../../locales/words';
import { Platform } from '../../shared/application/platform';
import { type Mail, type MailKey, writeMail } from '../domain/mail';
import { Mailer } from './mailer';

/** Between three tries. */
const PAUSES_MS = [1_000, 15_000];
/** More than this is a mail server that hangs: the memory is not for its queue. */
const MAX_WAITING = 1_000;

/** Who gets a mail, and in which language. */
export interface Recipient {
  email: string;
  locale: string | null;
}

/** Posts mails to people: when what they tell of is on disk, and without anybody waiting for it. */
@Injectable()
export class Postbox {
  private readonly logger = new Logger('Mail');
  private waiting = 0;

  constructor(
    private readonly mailer: Mailer,
    private readonly platform: Platform,
  ) {}

  /** False: nobody gets mails from here, so whatever needs one is not offered. */
  get isOpen(): boolean {
    return this.mailer.canSend;
  }

  /** @param values what stands in the places of the message; `{app}` is the name of this service */
  post({ email, locale }: Recipient, key: MailKey, values: Values = {}): void {
    if (!this.isOpen) return;
    const { appName } = this.platform.settings;
    const mail = writeMail(email, languageOf(locale) ?? LANGUAGES[0], key, { app: appName, ...values });
    this.platform.afterCommit(() =>
      this.platform.inBackground((stopping) => this.deliver(mail, key, stopping)),
    );
  }

  private async deliver(mail: Mail, key: MailKey, stopping: AbortSignal): Promise<void> {
    if (this.waiting >= MAX_WAITING) return this.logger.error({ message: 'Too many mails wait', mail: key });
    this.waiting++;
    try {
      for (let attempt = 0; !(await this.attempt(mail, key)) && attempt < PAUSES_MS.length; attempt++) {
        await pause(PAUSES_MS[attempt]!, stopping);
      }
    } finally {
      this.waiting--;
    }
  }

  /** The log tells which kind of mail failed and why, neither to whom nor what stood in it. */
  private async attempt(mail: Mail, key: MailKey): Promise<boolean> {
    try {
      await this.mailer.send(mail);
      return true;
    } catch (error) {
      const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
      this.logger.error({ message: 'A mail could not be sent', mail: key, code, response: responseCode });
      return false;
    }
  }
}

/** A server that stops does not wait. */
const pause = (ms: number, stopping: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal: stopping, ref: false }).catch(() => undefined);

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import { Mailer } from '../application/mailer';
import type { Mail } from '../domain/mail';

const TIMEOUT_MS = 10_000;
const CONNECTIONS = 2;

/** Hands mails to an SMTP server (RFC 5321), encrypted where the server can. */
@Injectable()
export class SmtpMailer extends Mailer implements OnApplicationShutdown {
  readonly canSend = true;
  private transport: Promise<Transporter> | null = null;

  /** @param url `smtp://user:password@host:port` or `smtps://…` */
  constructor(
    private readonly url: string,
    private readonly from: string,
  ) {
    super();
  }

  /** The address is passed as an object: nothing in it is read as a list or a name. */
  async send({ to, subject, text }: Mail): Promise<void> {
    this.transport ??= this.open();
    const transport = await this.transport;
    await transport.sendMail({
      from: this.from,
      to: { name: '', address: to },
      subject,
      text,
      // Nobody's holiday notice is wanted (RFC 3834 §5).
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transport)?.close();
  }

  /** The package is loaded with the first mail: most starts send none, and need not wait for it. */
  private async open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url: this.url,
      pool: true,
      maxConnections: CONNECTIONS,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}

import { Logger } from '@nestjs/common';
import { Background } from '../../shared/application/background';
import type { Platform } from '../../shared/application/platform';
import { aSettings } from '../../../test/support/values';
import type { Mail } from '../domain/mail';
import { Mailer, NoMailer } from './mailer';
import { Postbox } from './postbox';

/** Fails so many times, then takes mails. */
class MoodyMailer extends Mailer {
  readonly canSend = true;
  readonly sent: Mail[] = [];
  tries = 0;

  constructor(private readonly failures: number) {
    super();
  }

  send(mail: Mail): Promise<void> {
    if (++this.tries <= this.failures) return Promise.reject(new Error('not now'));
    this.sent.push(mail);
    return Promise.resolve();
  }
}

const ADA = { email: 'ada@example.com', locale: null };

describe('Postbox', () => {
  let background: Background;

  beforeEach(() => {
    background = new Background();
    jest.spyOn(Logger.prototype, 'error').mockImplementation();
  });

  const postboxOf = (mailer: Mailer) => {
    const platform = {
      settings: aSettings(),
      afterCommit: (work: () => void) => work(),
      inBackground: background.run.bind(background),
    };
    return new Postbox(mailer, platform as unknown as Platform);
  };
  /** A server that stops makes no pauses between the tries. */
  const stop = () => background.beforeApplicationShutdown();

  it.each([
    [0, 1, 1],
    [2, 3, 1],
    [9, 3, 0],
  ])('a mail that fails %i times is tried %i times', async (failures, tries, sent) => {
    const mailer = new MoodyMailer(failures);
    postboxOf(mailer).post(ADA, 'mail.passwordChanged', { link: 'https://x.test' });
    await stop();
    expect([mailer.tries, mailer.sent.length]).toEqual([tries, sent]);
  });

  it('nobody waits for the mail', () => {
    const mailer = new MoodyMailer(0);
    postboxOf(mailer).post(ADA, 'mail.passwordChanged', { link: 'https://x.test' });
    expect(mailer.tries).toBe(0);
    return stop();
  });

  it('takes so many at a time that a mail server that hangs costs little', async () => {
    let open!: () => void;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const mailer = new MoodyMailer(0);
    jest.spyOn(mailer, 'send').mockReturnValue(gate);
    const postbox = postboxOf(mailer);
    for (let count = 0; count < 1_100; count++) postbox.post(ADA, 'mail.passwordChanged', { link: 'x' });
    setTimeout(open, 50);
    await stop();
    expect(mailer.send).toHaveBeenCalledTimes(1_000);
  });

  it('is closed where no mails are sent', async () => {
    const mailer = new NoMailer();
    const send = jest.spyOn(mailer, 'send');
    const postbox = postboxOf(mailer);
    postbox.post(ADA, 'mail.passwordChanged', { link: 'x' });
    await stop();
    expect([postbox.isOpen, send.mock.calls]).toEqual([false, []]);
  });
});

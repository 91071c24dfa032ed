import { AppModule } from '../../src/app.module';
import { PasswordResets } from '../../src/accounts/application/password-resets';
import { Settings } from '../../src/config/settings';
import { Postbox } from '../../src/mail/application/postbox';
import { Background } from '../../src/shared/application/background';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { Transaction } from '../../src/shared/domain/transaction';
import { Browser } from '../support/browser';
import { latestLink, mailsTo, tokenIn } from '../support/mailbox';
import { addPerson } from '../support/oauth';
import { send } from '../support/raw';
import { type SmtpServer, startSmtp } from '../support/smtp';
import { startServer, type TestServer } from '../support/test-server';

/** A page whose name was made to point here, and what a tunnel or a proxy on this machine passes on. */
const FROM_ELSEWHERE: Record<string, string>[] = [
  { Host: 'rebound.evil.test' },
  { Host: 'localhost.evil.test:3000' },
  { Host: 'x@localhost' },
  { 'X-Forwarded-For': '203.0.113.7' },
];

describe('mails by SMTP', () => {
  let smtp: SmtpServer;
  let server: TestServer;
  const lines: string[] = [];

  beforeAll(async () => {
    smtp = await startSmtp();
    const env = { SMTP_URL: smtp.url, MAIL_FROM: 'Grantor <no-reply@example.com>', APP_NAME: 'Grantör' };
    server = await startServer({ env: { ...env, LOG_LEVEL: 'trace', LOG_FORMAT: 'pretty' } });
  });

  afterAll(async () => {
    await server.close();
    await smtp.close();
  });

  beforeEach(() => {
    smtp.mails.length = 0;
    lines.length = 0;
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  });

  const settled = () => server.get(Background).settled();

  it('arrive as plain text, and no secret of theirs in the log', async () => {
    const ada = await addPerson(server, 'Ada Smtp');
    const browser = new Browser(server.url);
    await browser.submit(await browser.get('/forgot'), 'forgot', { email: ada.email });
    await settled();
    const [mail, ...more] = smtp.mails;
    expect(more).toEqual([]);
    expect(mail!.from).toContain('<no-reply@example.com>');
    expect(mail!.to).toEqual([`<${ada.email}>`]);
    expect(mail!.data).toMatch(/^Subject: Choose a new password$/m);
    expect(mail!.data).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(mail!.data).toMatch(/^Content-Type: text\/plain; charset=utf-8$/m);
    const token = /token=(\w+)/.exec(mail!.data)![1]!;
    expect((await browser.get(`/reset?token=${token}`)).status).toBe(200);
    expect(lines.join('')).not.toContain(token);
  });

  it('are tried again, without a word of the mail in the log', async () => {
    smtp.refuse = 1;
    const ada = await addPerson(server, 'Ada Retry');
    const link = await server.get(PasswordResets).issue(ada.user, SYSTEM, { sendMail: true });
    expect(link).toBeNull();
    await settled();
    expect(smtp.mails).toHaveLength(1);
    const failures = lines.filter((line) => line.includes('could not be sent'));
    expect(failures).toEqual([expect.stringContaining('mail=mail.passwordReset')]);
    expect(failures[0]).toContain('451');
    expect(lines.join('')).not.toContain(ada.email);
    expect(lines.join('')).not.toContain('token=');
  });

  it.each([
    ['a subject', 'App\r\nBcc: evil@example.com'],
    ['a subject of many lines', 'App\n\n<b>text</b>\u2028\r'],
  ])('a name cannot leave its line in %s', async (_, client) => {
    server.get(Postbox).post({ email: 'ada@example.com', locale: null }, 'mail.appDeleted', {
      client,
      link: server.url,
    });
    await settled();
    const head = smtp.mails[0]!.data.split('\n\n')[0]!;
    expect(head).not.toMatch(/^Bcc:/m);
    expect(head).toMatch(/^Subject: The app App /m);
    expect(smtp.mails[0]!.to).toEqual(['<ada@example.com>']);
  });

  it('an address is one address, whatever stands in it', async () => {
    const email = 'ada@example.com, evil@example.com';
    server.get(Postbox).post({ email, locale: null }, 'mail.passwordChanged', { link: server.url });
    await settled();
    expect(smtp.mails.map(({ to }) => to)).toEqual([['<"ada@example.com, evil"@example.com>']]);
  });
});

describe('mails where none are sent', () => {
  it('development and demo keep them for the developer, on this machine only', async () => {
    for (const [mode, status] of [
      ['demo', 200],
      ['development', 200],
      ['production', 404],
      ['test', 404],
    ] as const) {
      const server = await startServer({
        module: (settings) => AppModule.forRoot(new Settings({ ...settings, mode })),
      });
      const ada = await addPerson(server, 'Ada <b>');
      server.get(Postbox).post(ada.user, 'mail.signUp', { link: `${server.url}/signup/confirm?token=aln_x` });
      await server.get(Background).settled();
      const page = await new Browser(server.url).get('/dev/mail');
      expect([mode, page.status]).toEqual([mode, status]);
      if (status === 200) {
        expect(page.body).toContain(`<a href="${server.url}/signup/confirm?token=aln_x">`);
        expect(page.body).toContain('Confirm your email address');
        expect(page.headers.get('referrer-policy')).toBe('no-referrer');
        for (const headers of FROM_ELSEWHERE)
          expect([headers, (await send(server, { path: '/dev/mail', headers })).status]).toEqual([
            headers,
            404,
          ]);
      }
      await server.close();
    }
  });

  it('production offers nothing that needs them, and links are handed over', async () => {
    const server = await startServer({
      env: { SIGNUP: 'open' },
      module: (settings) => AppModule.forRoot(new Settings({ ...settings, mode: 'production' })),
    });
    const browser = new Browser(server.url);
    for (const path of ['/forgot', '/forgot/sent', '/signup'])
      expect([path, (await browser.get(path)).status]).toEqual([path, 404]);
    expect((await browser.get('/login')).body).not.toMatch(/forgot|signup/);
    const ada = await addPerson(server, 'Ada');
    const resets = server.get(PasswordResets);
    await expect(resets.issue(ada.user, SYSTEM, { sendMail: true })).rejects.toMatchObject({
      slug: 'conflict',
    });
    const link = await resets.issue(ada.user, SYSTEM, { sendMail: false });
    expect((await browser.get(link!)).status).toBe(200);
    await server.close();
  });

  it('speak the language of the person, and go out when the transaction is on disk, or not at all', async () => {
    const server = await startServer();
    const to = { email: 'ada@example.com', locale: 'de-AT' };
    const post = () => server.get(Postbox).post(to, 'mail.passwordChanged', { link: server.url });
    const undone = server.get(Transaction).run(async () => {
      post();
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await mailsTo(server, to.email)).toEqual([]);
    await server.get(Transaction).run(async () => {
      post();
      expect(await mailsTo(server, to.email)).toEqual([]);
    });
    expect(await mailsTo(server, to.email)).toHaveLength(1);
    for (let count = 0; count < 60; count++) post();
    expect(await mailsTo(server, to.email)).toHaveLength(50);
    await server.close();
  });

  it('prints them where a developer sees them', async () => {
    const lines: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const server = await startServer({ env: { LOG_LEVEL: 'info', LOG_FORMAT: 'pretty' } });
    const ada = await addPerson(server, 'Ada');
    await server.get(PasswordResets).issue(ada.user, SYSTEM, { sendMail: true });
    const token = tokenIn(await latestLink(server, ada.email));
    expect(lines.join('')).toContain(token);
    await server.close();
  });
});

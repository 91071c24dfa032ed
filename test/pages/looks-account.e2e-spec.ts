import type { Page } from 'playwright-core';
import { AppModule } from '../../src/app.module';
import { EmailChanges } from '../../src/accounts/application/email-changes';
import { FirstAdmin } from '../../src/accounts/application/first-admin';
import { Invitations } from '../../src/accounts/application/invitations';
import { PasswordResets } from '../../src/accounts/application/password-resets';
import { SignUps } from '../../src/accounts/application/sign-ups';
import { Settings } from '../../src/config/settings';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { describeInChromium } from '../support/chromium';
import { faultsOnSight } from '../support/looks';
import { latestLink, pathOf } from '../support/mailbox';
import { addPerson, PASSWORD, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { Window } from '../support/window';

describeInChromium('the pages that lead to an account', () => {
  let window: Window;
  let server: TestServer;
  let ada: TestPerson;
  let page: Page;

  beforeAll(async () => {
    const demo = (settings: Settings) => AppModule.forRoot(new Settings({ ...settings, mode: 'demo' }));
    [window, server] = await Promise.all([
      Window.open(),
      startServer({ env: { SIGNUP: 'open' }, module: demo }),
    ]);
    page = window.page;
    ada = await addPerson(server, 'Ada Lovelace');
  });

  afterAll(async () => {
    await window.close();
    await server.close();
  });

  beforeEach(async () => {
    await window.clear();
  });

  const go = (path: string) => page.goto(server.url + path);
  const submit = () => page.click('main button[type=submit]');
  const resetLink = async () =>
    pathOf(await server.get(PasswordResets).issue(ada.user, SYSTEM, { sendMail: false }));

  const PAGES: [name: string, heading: string, lead: () => Promise<unknown>][] = [
    ['forgot', 'Forgot your password?', () => go('/forgot')],
    [
      'forgot-sent',
      'Look for a mail from us',
      async () => {
        await go('/forgot');
        await page.fill('#email', ada.email);
        await submit();
      },
    ],
    ['reset', 'Choose a new password', async () => go(await resetLink())],
    [
      'reset-error',
      'Choose a new password',
      async () => {
        await go(await resetLink());
        await page.fill('#password', 'short');
        await submit();
      },
    ],
    ['reset-stale', 'This link does not work any more', () => go('/reset?token=x')],
    [
      'invite',
      'Welcome',
      async () => {
        const request = { email: 'guest@example.com', name: 'Guest' };
        await go(pathOf((await server.get(Invitations).invite(request, SYSTEM, { sendMail: false })).link));
      },
    ],
    ['setup', 'The first administrator', async () => go(pathOf(await server.get(FirstAdmin).offer()))],
    ['sign-up', 'Create an account', () => go('/signup')],
    [
      'sign-up-confirm',
      'Confirm your address',
      async () => {
        const request = { email: 'new@example.com', name: 'New', password: PASSWORD };
        await server.get(SignUps).request(request);
        await go(await latestLink(server, request.email));
      },
    ],
    [
      'verify',
      'Confirm your email address',
      async () => {
        const email = `${'very.long.name.'.repeat(4)}x@${'very-long-part.'.repeat(9)}example.com`;
        await server.get(EmailChanges).request(ada.user, email);
        await go(await latestLink(server, email));
      },
    ],
    [
      'sign-in-offers',
      'Sign in',
      async () => {
        await go('/login?done=password-reset');
      },
    ],
    [
      'settings-email',
      'Change your email address',
      async () => {
        await window.signIn(server, ada);
        await go('/settings/profile/email');
      },
    ],
    ['outbox', 'Mails', () => go('/dev/mail')],
  ];

  it.each(PAGES)(
    '%s: accessible, not too wide, within its policy, in light and dark',
    async (name, heading, lead) => {
      await lead();
      await page.waitForLoadState();
      expect(await page.locator('h1').allTextContents()).toEqual([heading]);
      expect(window.complaints).toEqual([]);
      expect(await faultsOnSight(page, name)).toEqual([]);
    },
    120_000,
  );

  it('a browser that withholds the address from its requests can still send the form', async () => {
    await go(await resetLink());
    const origins: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') origins.push(request.headers()['referer']);
    });
    await page.fill('#password', 'another horse, another battery');
    await submit();
    await page.waitForSelector('#done');
    expect(origins).toEqual([undefined]);
    expect(await page.textContent('#done')).toContain('Your password is changed');
  });
});

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { FirstAdmin } from '../../src/accounts/application/first-admin';
import { Invitations } from '../../src/accounts/application/invitations';
import { userParty } from '../../src/shared/domain/security-events';
import { LocalUsers } from '../../src/users/application/local-users';
import { startChain } from '../support/apps';
import { describeInChromium, launch, watch } from '../support/chromium';
import { latestLink, pathOf } from '../support/mailbox';
import { api, authorizePath, PASSWORD, token, type TestClient } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const NEXT = 'a much better pass phrase';

const VIEWS: [name: string, options: BrowserContextOptions][] = [
  ['on a desk', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['on a phone, in the dark', { viewport: { width: 390, height: 800 }, colorScheme: 'dark' }],
  ['on a narrow phone', { viewport: { width: 320, height: 640 }, colorScheme: 'light' }],
  ['without scripts', { viewport: { width: 390, height: 800 }, javaScriptEnabled: false }],
];

describeInChromium('long ways that people go', () => {
  let chromium: Browser;

  beforeAll(async () => {
    chromium = await launch();
  });

  afterAll(() => chromium.close());

  describe.each(VIEWS)('%s', (_, options) => {
    const scripts = options.javaScriptEnabled !== false;
    const complaints: string[] = [];
    /** Each in a browser of its own. A new one for each test costs more than a few pages in it. */
    const pages: Page[] = [];
    let taken = 0;
    let server: TestServer;
    let page: Page;

    beforeAll(async () => {
      server = await startServer();
    });

    afterAll(async () => {
      await Promise.all(pages.map((one) => one.context().close()));
      await server.close();
    });

    beforeEach(async () => {
      await Promise.all(pages.map(forgetEverything));
      complaints.length = 0;
      taken = 0;
      page = await anotherBrowser();
    });

    afterEach(() => {
      expect(complaints).toEqual([]);
    });

    /** One that knows nothing of the server. */
    async function anotherBrowser(): Promise<Page> {
      const known = pages[taken++];
      if (known) return known;
      const context = await chromium.newContext(options);
      if (scripts)
        await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
      const one = watch(await context.newPage(), complaints);
      pages.push(one);
      return one;
    }

    async function forgetEverything(one: Page): Promise<void> {
      if (scripts && one.url().startsWith('http'))
        await one.evaluate('sessionStorage.clear(); localStorage.clear()');
      await one.goto('about:blank');
      await one.context().clearCookies();
    }

    const go = (path: string, on = page) => on.goto(server.url + path);
    const press = (name: string, on = page) => on.getByRole('button', { name, exact: true }).click();
    const follow = (name: string, on = page) => on.getByRole('link', { name, exact: true }).first().click();

    /** Waits for the page with that heading, which must not be wider than the window. */
    async function see(heading: string, on = page): Promise<void> {
      await on.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
      if (!scripts) return;
      const overflow = await on.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect([heading, overflow]).toEqual([heading, 0]);
    }

    const done = async (words: string, on = page): Promise<void> =>
      on.getByRole('status').filter({ hasText: words }).waitFor();

    async function signIn(email: string, password = PASSWORD, on = page): Promise<void> {
      if (!on.url().includes('/login')) await go('/login', on);
      await see('Sign in', on);
      await on.fill('#email', email);
      await on.fill('#password', password);
      await press('Sign in', on);
    }

    /** What somebody takes along from a page: by the Copy button, or by hand where no scripts run. */
    async function copy(id: string): Promise<string> {
      const shown = (await page.textContent(id))!;
      if (!scripts) return shown;
      const button = page.locator(`[data-copy="${id.slice(1)}"]`);
      await button.click();
      await button.filter({ hasText: 'Copied' }).waitFor();
      expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(shown);
      return shown;
    }

    it('from the setup link to an invited colleague, whose app is connected and removed again', async () => {
      const chain = await startChain();
      await go(pathOf(await server.get(FirstAdmin).offer()));
      await see('The first administrator');
      await page.fill('#name', 'Root');
      await page.fill('#email', 'root@example.com');
      await page.fill('#password', PASSWORD);
      await press('Create the administrator');
      await done('Your account is ready');
      await signIn('root@example.com');
      await page.locator('#sign-out').waitFor();

      const root = (await server.get(LocalUsers).list()).find(({ role }) => role === 'admin')!;
      const email = 'grace@example.com';
      const guest = { email, name: 'Grace', role: 'member' as const };
      await server.get(Invitations).invite(guest, userParty(root.id), { sendMail: true });

      page = await anotherBrowser();
      await go(await latestLink(server, email));
      await see('Welcome');
      await page.fill('#name', 'Grace Hopper');
      await page.fill('#password', PASSWORD);
      await press('Create my account');
      await done('Your account is ready');
      await signIn(email);

      await follow('My apps');
      await see('My apps');
      await follow('Register your first app');
      await see('New app');
      await page.getByRole('link', { name: 'Website with a server' }).click();
      await page.fill('#name', 'Project Board');
      await page.fill('#redirect-uris', `${chain.app.origin}/callback`);
      await page.check('[value="read:projects"]');
      await press('Register app');
      await see('Project Board');
      const secret = await copy('#secret');
      const id = await copy('#client-id');

      const client: TestClient = { id, secret, redirectUri: `${chain.app.origin}/callback` };
      await go(authorizePath(client, { scope: 'read:projects', state: 'x' }));
      await see('Allow Project Board?');
      await press('Allow');
      await page.waitForURL(`${chain.landing.origin}/landed**`);
      const code = new URL(page.url()).searchParams.get('code')!;
      const grant = { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri };
      const { body } = await token(server, client, grant);
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(200);

      await go('/settings/connections');
      await see('Connected apps');
      await follow('Remove Project Board');
      await see('Remove Project Board?');
      await press('Remove');
      await done('The app is removed');
      await page.getByText('No app can use your account.').waitFor();
      const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
      expect((await token(server, client, refresh)).body.error).toBe('invalid_grant');
      await chain.close();
    });

    it('a forgotten password: a new one by mail, and the other browser is signed out', async () => {
      const { email } = await somebody(server);
      const other = await anotherBrowser();
      await signIn(email, PASSWORD, other);
      await other.locator('#sign-out').waitFor();

      await go('/login');
      await follow('Forgot your password?');
      await see('Forgot your password?');
      await page.fill('#email', email);
      await press('Send the link');
      await see('Look for a mail from us');
      await go(await latestLink(server, email));
      await see('Choose a new password');
      await page.fill('#password', NEXT);
      await press('Change my password');
      await done('Your password is changed');
      await signIn(email, NEXT);
      await page.locator('#sign-out').waitFor();
      await go('/settings/profile', other);
      await see('Sign in', other);
      await signIn(email, PASSWORD, other);
      await other.getByRole('alert').waitFor();
    });

    it('a token is made, used, rotated, revoked, and found among the ended ones', async () => {
      const opens = async (value: string) => (await api(server, '/v1/projects', value)).status;
      const { email } = await somebody(server);
      await signIn(email);
      await follow('Access tokens');
      await see('Access tokens');
      await follow('New token');
      await see('New access token');
      await page.fill('#name', 'ci deploy');
      await page.check('[value="read:projects"]');
      await press('Create token');
      await see('Access tokens');
      const first = await copy('#token');
      expect(await opens(first)).toBe(200);

      await follow('Rotate ci deploy');
      await see('Rotate “ci deploy”?');
      await press('Rotate');
      await see('Access tokens');
      const second = await copy('#token');
      expect([await opens(first), await opens(second)]).toEqual([401, 200]);

      await follow('Revoke ci deploy');
      await see('Revoke “ci deploy”?');
      await press('Revoke');
      await done('The token is revoked');
      expect(await opens(second)).toBe(401);
      await follow('Ended tokens');
      await see('Ended access tokens');
      const ended = await page.textContent('main');
      for (const value of [first, second]) expect(ended).toContain(`…${value.slice(-4)}`);
    });

    it('another language, another password after a while, and everybody else signed out', async () => {
      const { email } = await somebody(server);
      await signIn(email);
      await follow('Profile');
      await page.selectOption('#locale', 'de');
      await press('Save');
      await see('Profil');
      expect(await page.getAttribute('html', 'lang')).toBe('de');
      await page.selectOption('#locale', 'en');
      await press('Speichern');
      await see('Profile');

      server.advance(16 * 60);
      await go('/settings/security');
      await page.fill('#current-password', PASSWORD);
      await page.fill('#new-password', NEXT);
      await press('Change password');
      await done('Your password is changed');

      const other = await anotherBrowser();
      await signIn(email, NEXT, other);
      await other.locator('#sign-out').waitFor();
      server.advance(16 * 60);
      await go('/settings/sessions');
      await follow('Sign out everywhere else');
      await see('Sign out everywhere else?');
      await page.fill('#current-password', PASSWORD);
      await press('Sign out everywhere else');
      await page.getByText('This password is not right.').waitFor();
      await page.fill('#current-password', NEXT);
      await press('Sign out everywhere else');
      await done('All other browsers are signed out');
      await go('/settings/sessions', other);
      await see('Sign in', other);
      await go('/settings/sessions');
      await see('Sessions');
    });
  });
});

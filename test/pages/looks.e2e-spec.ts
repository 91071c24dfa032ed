import type { Page } from 'playwright-core';
import { describeInChromium } from '../support/chromium';
import { faultsOnSight } from '../support/looks';
import { addClient, addPerson, authorizePath, PASSWORD, type TestClient } from '../support/oauth';
import type { TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { Window } from '../support/window';

describeInChromium('every page: accessible, not too wide, within its policy, in light and dark', () => {
  let window: Window;
  let server: TestServer;
  let ada: TestPerson;
  let board: TestClient;
  let page: Page;

  beforeAll(async () => {
    [window, server] = await Promise.all([Window.open(), startServer()]);
    page = window.page;
    // The app is not there: the browser stays where it is sent from.
    await window.context.route('https://board.example.com/**', (route) => route.fulfill({ status: 204 }));
    ada = await addPerson(server, 'Ada Lovelace');
    board = await addClient(server, { redirectUris: ['https://board.example.com/callback'] });
  });

  afterAll(async () => {
    await window.close();
    await server.close();
  });

  beforeEach(async () => {
    await window.clear();
  });

  const go = (path: string) => page.goto(server.url + path);
  const ask = (scope: string, more: Record<string, string> = {}) =>
    go(authorizePath(board, { scope, prompt: 'consent', ...more }));

  async function signIn(password = PASSWORD): Promise<void> {
    await page.fill('#email', ada.email);
    await page.fill('#password', password);
    await page.click('#sign-in button[type=submit]');
  }

  async function allow(): Promise<void> {
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.waitForSelector('#continue');
  }

  /** Each page by what leads to it, and a word that stands on it. */
  const PAGES: [name: string, heading: string, lead: () => Promise<unknown>][] = [
    ['sign-in', 'Sign in', () => ask('read:profile')],
    ['sign-in-plain', 'Sign in', () => go('/login')],
    [
      'sign-in-error',
      'Sign in',
      async () => {
        await ask('read:profile');
        await signIn('not the password of Ada');
      },
    ],
    [
      'consent',
      'Allow Project Board?',
      async () => {
        await ask('read:profile read:projects');
        await signIn();
      },
    ],
    [
      'consent-danger',
      'Allow Project Board?',
      async () => {
        await ask('read:profile read:projects write:projects delete:projects');
        await signIn();
      },
    ],
    [
      'consent-no-scope',
      'Allow Project Board?',
      async () => {
        await go(authorizePath(board, { prompt: 'consent' }));
        await signIn();
      },
    ],
    [
      'returning',
      'Taking you back to Project Board',
      async () => {
        await ask('read:email');
        await signIn();
        await allow();
      },
    ],
    [
      'consent-known',
      'Allow Project Board?',
      async () => {
        await ask('read:profile');
        await signIn();
        await allow();
        await ask('read:profile write:projects');
      },
    ],
    [
      'consent-long-words',
      `Allow ${'Wundervoll'.repeat(9)}?`,
      async () => {
        const long = await addClient(server, {
          name: 'Wundervoll'.repeat(9),
          redirectUris: [`https://${'very-long-name.'.repeat(8)}example.com/callback`],
        });
        await go(authorizePath(long, { scope: 'delete:projects' }));
        await signIn();
      },
    ],
    [
      'error-redirect-uri',
      'This link does not work',
      async () => {
        await go(authorizePath(board, { redirect_uri: `https://evil.test/${'a'.repeat(300)}` }));
        await page.click('summary');
      },
    ],
    ['error-not-found', 'There is nothing here', () => go('/nowhere')],
    [
      'error-stale',
      'This page is too old',
      async () => {
        await ask('read:profile');
        await signIn();
        await page.locator('#consent [name=csrf]').evaluate((input) => input.setAttribute('value', 'x'));
        await page.getByRole('button', { name: 'Allow', exact: true }).click();
      },
    ],
    [
      'sign-out',
      'Sign out?',
      async () => {
        await go('/login');
        await signIn();
        await go('/logout');
      },
    ],
    [
      'signed-out',
      'You are signed out',
      async () => {
        await go('/login');
        await signIn();
        await go('/logout');
        await page.click('#sign-out button');
      },
    ],
    ['start', 'Your auth server is running', () => go('/')],
    [
      'start-signed-in',
      'My apps',
      async () => {
        await go('/login');
        await signIn();
      },
    ],
  ];

  it.each(PAGES)(
    '%s',
    async (name, heading, lead) => {
      await lead();
      await page.waitForLoadState();
      expect(await page.locator('h1').allTextContents()).toEqual([heading]);
      // Before axe brings its own styles.
      expect(window.complaints).toEqual([]);
      expect(await faultsOnSight(page, name)).toEqual([]);
    },
    120_000,
  );

  it('the start page uses the width that it has', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await go('/');
    expect((await page.locator('main section').first().boundingBox())!.width).toBeGreaterThan(400);
  });

  it('notices a page that is not good', async () => {
    await page.route('**/bad', (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'Content-Security-Policy': "default-src 'none'" },
        body: '<body style="color:#eee;background:#fff"><p style="width:900px">low contrast</p><img src="/x.png">',
      }),
    );
    await go('/bad');
    expect(window.complaints.join()).toContain('Content Security Policy');
    const faults = await faultsOnSight(page, 'bad');
    expect(faults.join()).toContain('image-alt');
  });

  it('the sign-in page can be used with the keyboard alone, and the focus is seen', async () => {
    await ask('read:profile');
    expect(await page.evaluate('document.activeElement.id')).toBe('email');
    const outline =
      "getComputedStyle(document.activeElement).outlineStyle + ' ' + getComputedStyle(document.activeElement).outlineWidth";
    await page.keyboard.type(ada.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Show');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('remember');
    expect(await page.evaluate(outline)).toBe('solid 3px');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Sign in');
    expect(await page.evaluate(outline)).toBe('solid 3px');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#consent');
  });
});

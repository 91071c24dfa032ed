import type { Page } from 'playwright-core';
import { describeInChromium } from '../support/chromium';
import { faultsOnSight } from '../support/looks';
import { PASSWORD } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';
import { Window } from '../support/window';

const APPS = '/settings/apps';
const TOKENS = '/settings/tokens';

describeInChromium(
  'the settings pages: accessible, not too wide, within their policy, in light and dark',
  () => {
    let window: Window;
    let server: TestServer;
    let page: Page;

    beforeAll(async () => {
      [window, server] = await Promise.all([Window.open(), startServer({ env: { PLAYGROUND: 'on' } })]);
      page = window.page;
    });

    afterAll(async () => {
      await window.close();
      await server.close();
    });

    beforeEach(async () => {
      await window.clear();
      await window.signIn(server, await somebody(server));
    });

    const go = (path: string) => page.goto(server.url + path);
    const press = (name: string | RegExp) => page.getByRole('button', { name }).click();

    async function registerApp(name = 'Project Board'): Promise<void> {
      await go(`${APPS}/new?type=web`);
      await page.fill('#name', name);
      await page.fill(
        '#redirect-uris',
        'https://board.example.com/callback\nhttps://board.example.com/other',
      );
      await page.check('[value="read:projects"]');
      await page.check('[value="delete:projects"]');
      await press('Register app');
      await page.waitForSelector('#secret');
    }

    async function createToken(name = 'ci deploy'): Promise<void> {
      await go(`${TOKENS}/new`);
      await page.fill('#name', name);
      await page.check('[value="read:projects"]');
      await page.check('[value="7"]');
      await press('Create token');
      await page.waitForSelector('#token');
    }

    /** Each page by what leads to it, and its heading. */
    const PAGES: [name: string, heading: string, lead: () => Promise<unknown>][] = [
      ['apps-empty', 'My apps', () => go(APPS)],
      ['app-types', 'New app', () => go(`${APPS}/new`)],
      ['app-new', 'New app', () => go(`${APPS}/new?type=web`)],
      ['app-new-machine', 'New app', () => go(`${APPS}/new?type=m2m`)],
      [
        'app-new-errors',
        'New app',
        async () => {
          await go(`${APPS}/new?type=web`);
          await page.fill('#name', ' ');
          await page.fill('#redirect-uris', 'http://board.example.com/dev\nhttps://*.example.com/');
          await press('Register app');
        },
      ],
      ['app-registered', 'Project Board', registerApp],
      [
        'app',
        'Project Board',
        async () => {
          await registerApp();
          await page.getByRole('link', { name: 'Add a new secret' }).click();
          await press('Add a new secret');
          await page.waitForSelector('#secret');
          await page.getByRole('link', { name: 'My apps' }).first().click();
          await page.getByRole('link', { name: 'Project Board' }).click();
        },
      ],
      [
        'app-errors',
        'Project Board',
        async () => {
          await registerApp();
          await page.fill('#redirect-uri-2', 'http://board.example.com/dev');
          await page.locator('#redirect-uris').getByRole('button', { name: 'Save' }).click();
          await page.waitForSelector('#redirect-uri-2-error');
        },
      ],
      [
        'app-secret-new',
        'Add a new secret to Project Board?',
        async () => {
          await registerApp();
          await page.getByRole('link', { name: 'Add a new secret' }).click();
        },
      ],
      [
        'app-delete',
        'Delete Project Board?',
        async () => {
          await registerApp();
          await page.getByRole('link', { name: 'Delete app' }).click();
        },
      ],
      [
        'apps',
        'My apps',
        async () => {
          await registerApp();
          await registerApp('Wundervoll'.repeat(9));
          await go(APPS);
        },
      ],
      ['tokens-empty', 'Access tokens', () => go(TOKENS)],
      ['token-new', 'New access token', () => go(`${TOKENS}/new`)],
      [
        'token-new-errors',
        'New access token',
        async () => {
          await createToken();
          await go(`${TOKENS}/new?name=ci%20deploy&scopes=read:projects`);
          await page.check('[value="date"]');
          await press('Create token');
        },
      ],
      [
        'token-new-password',
        'New access token',
        async () => {
          server.advance(16 * 60);
          await go(`${TOKENS}/new`);
          await page.waitForSelector('#current-password');
        },
      ],
      ['token-created', 'Access tokens', createToken],
      [
        'tokens',
        'Access tokens',
        async () => {
          await createToken();
          await createToken('laptop');
          await go(TOKENS);
        },
      ],
      [
        'token-rotate',
        'Rotate “ci deploy”?',
        async () => {
          await createToken();
          await page.getByRole('link', { name: 'Rotate ci deploy' }).click();
        },
      ],
      [
        'token-revoke',
        'Revoke “ci deploy”?',
        async () => {
          await createToken();
          await page.getByRole('link', { name: 'Revoke ci deploy' }).click();
        },
      ],
      ['sessions', 'Sessions', () => go('/settings/sessions')],
      ['sessions-end-others', 'Sign out everywhere else?', () => go('/settings/sessions/end-others')],
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

    it('shows a password and hides it again, copies a secret, and moves the focus to what is wrong', async () => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
      await createToken();
      await page.getByRole('button', { name: 'Copy' }).first().click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      const copied = await page.evaluate<string>('navigator.clipboard.readText()');
      expect(copied).toBe(await page.textContent('#token'));
      await go(`${TOKENS}/new`);
      await page.fill('#name', ' ');
      await press('Create token');
      expect(await page.evaluate('document.activeElement.id')).toBe('error');
      server.advance(16 * 60);
      await go(`${TOKENS}/new`);
      await page.fill('#current-password', PASSWORD);
      await press('Show');
      expect(await page.getAttribute('#current-password', 'type')).toBe('text');
      await press('Hide');
      expect(await page.getAttribute('#current-password', 'type')).toBe('password');
    });
  },
);

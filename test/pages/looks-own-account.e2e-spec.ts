import type { Page } from 'playwright-core';
import { Consents } from '../../src/authorization/application/stores';
import { clientRef } from '../../src/clients/domain/client';
import { describeInChromium } from '../support/chromium';
import { faultsOnSight } from '../support/looks';
import { addClient, obtainTokens, type TestPerson } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';
import { Window } from '../support/window';

const PROFILE = '/settings/profile';
const SECURITY = '/settings/security';
const CONNECTIONS = '/settings/connections';

describeInChromium(
  'the pages about one’s own account: accessible, in light and dark, also on a phone',
  () => {
    let window: Window;
    let server: TestServer;
    let ada: TestPerson;
    let page: Page;

    beforeAll(async () => {
      [window, server] = await Promise.all([Window.open(), startServer()]);
      page = window.page;
    });

    afterAll(async () => {
      await window.close();
      await server.close();
    });

    beforeEach(async () => {
      await window.clear();
      ada = await somebody(server);
      await window.signIn(server, ada);
    });
    const go = (path: string) => page.goto(server.url + path);
    const press = (name: string) => page.getByRole('button', { name }).click();

    async function signIn(password: string): Promise<void> {
      await go('/login');
      await page.fill('#email', ada.email);
      await page.fill('#password', password);
      await page.click('#sign-in button[type=submit]');
    }

    async function connect(): Promise<void> {
      await obtainTokens(server, await addClient(server), ada);
      const long = await addClient(server, { name: 'Wundervoll'.repeat(9) });
      const scopes = ['read:projects', 'delete:projects'];
      await server.get(Consents).allow(ada.user.id, clientRef(long.id), server.url, scopes, 1);
      await go(CONNECTIONS);
    }

    const PAGES: [name: string, heading: string, lead: () => Promise<unknown>][] = [
      ['profile', 'Profile', () => go(PROFILE)],
      [
        'profile-lost-race',
        'Profile',
        async () => {
          await go(PROFILE);
          await page.fill('#name', 'Somebody else');
          await page.selectOption('#locale', 'en');
          await page.evaluate(`document.querySelector('[name=version]').value = '0'`);
          await press('Save');
          await page.waitForSelector('#error');
        },
      ],
      ['security', 'Security', () => go(SECURITY)],
      [
        'security-errors',
        'Security',
        async () => {
          await go(SECURITY);
          await page.fill('#current-password', 'not the password');
          await page.fill('#new-password', 'too short');
          await press('Change password');
          await page.waitForSelector('#new-password-error');
        },
      ],
      ['connections-empty', 'Connected apps', () => go(CONNECTIONS)],
      ['connections', 'Connected apps', connect],
      [
        'connection-remove',
        'Remove Project Board?',
        async () => {
          await connect();
          await page.getByRole('link', { name: 'Remove Project Board' }).click();
        },
      ],
      [
        'sign-in-locked',
        'Sign in',
        async () => {
          await page.context().clearCookies();
          for (let made = 0; made < 11; made++) {
            await signIn('not the password');
            await page.waitForSelector('#error');
          }
          await page.getByText('Too many tries. You can try again in 1 minute.').waitFor();
        },
      ],
    ];

    it.each(PAGES)(
      '%s',
      async (name, heading, lead) => {
        await lead();
        await page.waitForLoadState();
        expect(await page.locator('h1').allTextContents()).toEqual([heading]);
        // What Chromium says about answers that refuse is no fault of the page.
        expect(window.complaints.filter((words) => !/status of 4\d\d/.test(words))).toEqual([]);
        expect(await faultsOnSight(page, name)).toEqual([]);
      },
      120_000,
    );
  },
);

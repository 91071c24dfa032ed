import type { Page } from 'playwright-core';
import { LANGUAGES } from '../../src/locales/words';
import { describeInChromium } from '../support/chromium';
import { faultsOnSight } from '../support/looks';
import { addClient, authorizePath, PASSWORD, type TestClient } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';
import { Window } from '../support/window';

describeInChromium('the longer words of other languages: accessible, and not too wide', () => {
  let window: Window;
  let server: TestServer;
  let client: TestClient;
  let page: Page;

  beforeAll(async () => {
    [window, server] = await Promise.all([Window.open(), startServer()]);
    page = window.page;
    client = await addClient(server);
  });

  afterAll(async () => {
    await window.close();
    await server.close();
  });

  beforeEach(async () => {
    await window.clear();
  });

  const go = (path: string) => page.goto(server.url + path);

  it.each(LANGUAGES.filter((language) => language !== 'en'))(
    '%s',
    async (language) => {
      const faults: string[] = [];
      const look = async (name: string) => {
        await page.waitForLoadState();
        faults.push(...(await faultsOnSight(page, `${language}-${name}`)));
      };
      const { email } = await somebody(server);
      const scope = 'read:profile write:projects delete:projects';
      await go(authorizePath(client, { scope, ui_locales: language }));
      await page.fill('#email', email);
      await page.fill('#password', PASSWORD);
      await page.click('#sign-in button[type=submit]');
      await page.waitForSelector('#consent');
      await look('consent');
      await go('/settings/apps/new?type=web');
      await page.fill('#name', 'Project Board');
      await page.fill('#redirect-uris', 'https://board.example.com/callback');
      await page.check('[value="delete:projects"]');
      await page.click('#new-app button[type=submit]');
      await page.waitForSelector('#secret');
      await look('app');
      await go('/settings/tokens/new');
      await page.fill('#name', 'ci deploy');
      await page.check('[value="read:projects"]');
      await page.check('#expires [value="7"]');
      await page.click('#new-token button[type=submit]');
      await page.waitForSelector('#token');
      await look('token-created');
      await go('/settings/sessions');
      await look('sessions');
      expect(faults).toEqual([]);
    },
    120_000,
  );
});

import type { Browser, Page } from 'playwright-core';
import { describeInChromium, launch, watch } from '../support/chromium';
import { faultsOnSight } from '../support/looks';
import { PASSWORD } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

/** Every page for administrators, and how its picture is called. */
const PAGES: Record<string, string> = {
  'admin-keys': '/admin/keys',
  'admin-keys-emergency': '/admin/keys/emergency',
  'admin-audit': '/admin/audit',
  'admin-audit-none': '/admin/audit?from=2026-11-21&to=2026-01-01',
  'admin-scopes': '/admin/scopes',
  'admin-settings': '/admin/settings',
};

describeInChromium(
  'the pages for administrators: accessible, not too wide, within their policy, in light and dark',
  () => {
    let chromium: Browser;
    let server: TestServer;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      [chromium, server] = await Promise.all([launch(), startServer()]);
      page = watch(await (await chromium.newContext()).newPage(), complaints);
      const { email } = await somebody(server, 'admin');
      await page.goto(`${server.url}/login`);
      await page.fill('#email', email);
      await page.fill('#password', PASSWORD);
      await page.click('#sign-in button[type=submit]');
      await page.waitForSelector('h1');
    });

    afterAll(async () => {
      await chromium.close();
      await server.close();
    });

    it.each(Object.entries(PAGES))('%s', async (name, path) => {
      expect((await page.goto(server.url + path))!.status()).toBe(200);
      expect(await faultsOnSight(page, name)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  },
);

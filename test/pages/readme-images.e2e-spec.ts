import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describeInChromium, launch } from '../support/chromium';
import { addClient, addPerson, authorizePath, PASSWORD } from '../support/oauth';
import { startServer } from '../support/test-server';

const IMAGES = join(__dirname, '..', '..', 'docs', 'images');
const LIMIT = 120 * 1024;

/** Draws the pictures of the README anew: `README_IMAGES=1 npx jest --selectProjects e2e readme-images`. */
const suite = process.env['README_IMAGES'] === '1' ? describeInChromium : describe.skip;

suite('the pictures of the README', () => {
  it('are drawn from the real consent page', async () => {
    const [chromium, server] = await Promise.all([launch(), startServer()]);
    try {
      const { email } = await addPerson(server, 'Ada Lovelace');
      const scopes = ['read:profile', 'read:projects', 'write:projects', 'delete:projects'];
      const client = await addClient(server, {
        redirectUris: ['https://board.example.com/callback'],
        scopes,
      });
      const page = await chromium.newPage({ viewport: { width: 1200, height: 820 }, deviceScaleFactor: 1.5 });
      await page.goto(server.url + authorizePath(client, { scope: scopes.join(' ') }));
      await page.fill('#email', email);
      await page.fill('#password', PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForSelector('#consent');
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const path = join(IMAGES, `consent-${colorScheme}.png`);
        await page.screenshot({ path, animations: 'disabled' });
        expect(statSync(path).size).toBeLessThan(LIMIT);
      }
    } finally {
      await chromium.close();
      await server.close();
    }
  }, 60_000);
});

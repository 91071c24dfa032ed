import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** `describe` where there is a Chromium; elsewhere it says why not and skips, or fails with REQUIRE_ALL=1. */
export function describeInChromium(name: string, suite: () => void): void {
  if (existsSync(PATH)) return describe(name, suite);
  const reason = `No Chromium at ${PATH}: set CHROMIUM_PATH`;
  if (process.env['REQUIRE_ALL'] === '1') {
    it(name, () => {
      throw new Error(reason);
    });
    return;
  }
  console.warn(`${name}: left out. ${reason}`);
  describe.skip(name, suite);
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: PATH, args: ARGUMENTS });

/** Notes what a page does against its content security policy, or against our rule to load nothing from elsewhere. */
export function watch(page: Page, complaints: string[]): Page {
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (/Content.Security.Policy|Refused to|Mixed Content/i.test(message.text()))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return page;
}

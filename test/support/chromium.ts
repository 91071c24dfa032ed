import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/**
 * The parts of a whole Chromium that cost as much as our page in each new window, and nobody sees here: the lists under
 * its address bar. The others are what Playwright switches off: the last list counts alone.
 */
const NOT_WANTED = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable'],
  ...['MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect'],
  ...['DestroyProfileOnBrowserClose', 'LensOverlay', 'OptimizationHints', 'NetworkTimeServiceQuerying'],
  ...['AimEnabled', 'PreconnectToSearch'],
];
const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-sync'],
  `--disable-features=${NOT_WANTED.join()}`,
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

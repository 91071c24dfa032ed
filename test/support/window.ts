import type { Browser as Chromium, BrowserContext, Page } from 'playwright-core';
import { launch, watch } from './chromium';
import type { TestPerson } from './oauth';
import { browserOf } from './people';
import type { TestServer } from './test-server';

/**
 * One window of a Chromium for all tests of a suite: a new one for each costs more than what they do in it.
 * `clear` makes it as good as new.
 */
export class Window {
  /** What pages did against their policy or threw since the window was cleared. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly chromium: Chromium,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    watch(page, this.complaints);
  }

  static async open(): Promise<Window> {
    const chromium = await launch();
    const context = await chromium.newContext();
    return new Window(chromium, context, await context.newPage());
  }

  /** Forgets cookies, what pages have stored, and what was complained about. */
  async clear(): Promise<void> {
    const { page, context } = this;
    if (page.url().startsWith('http')) await page.evaluate('sessionStorage.clear(); localStorage.clear()');
    await page.goto('about:blank');
    await context.clearCookies();
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    await page.setViewportSize({ width: 1280, height: 720 });
    this.complaints.length = 0;
  }

  /** Signs the person in past the pages, for suites that are not about these. */
  async signIn(server: TestServer, person: TestPerson): Promise<void> {
    const { cookies } = await browserOf(server, person);
    // A browser takes localhost for secure, and a cookie for one of the host, whatever its port.
    const url = 'https://localhost';
    await this.context.addCookies([...cookies].map(([name, value]) => ({ name, value, url, secure: true })));
  }

  /** Another one beside it, for a page without scripts; whoever asks for it closes its context. */
  async withoutScripts(): Promise<Page> {
    const context = await this.chromium.newContext({ javaScriptEnabled: false });
    return context.newPage();
  }

  close(): Promise<void> {
    return this.chromium.close();
  }
}

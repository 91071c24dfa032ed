import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const ARTIFACTS = join(__dirname, '..', '..', 'test-artifacts');
const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [1280, 390];

interface AxeResults {
  violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
  passes: unknown[];
}

/** What is wrong with a page in either colour scheme; its pictures are left in test-artifacts/. */
export async function faultsOnSight(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(`${AXE};0`);
  mkdirSync(ARTIFACTS, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const path = join(ARTIFACTS, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path, fullPage: true });
    }
    faults.push(...(await axeFaults(page, colorScheme)).map((fault) => `${name} ${colorScheme}: ${fault}`));
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  if (overflow > 0) faults.push(`${name}: ${overflow} px too wide for 320 px`);
  await page.screenshot({ path: join(ARTIFACTS, `${name}-320.png`), fullPage: true });
  return faults;
}

/** In the dark a page is the same but for its colours. */
const RUNS = {
  light: { runOnly: { type: 'tag', values: RULES } },
  dark: { runOnly: { type: 'rule', values: ['color-contrast'] } },
};

async function axeFaults(page: Page, colorScheme: keyof typeof RUNS): Promise<string[]> {
  const options = JSON.stringify(RUNS[colorScheme]);
  const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  if (passes.length === 0) throw new Error('axe has looked at nothing');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`));
}

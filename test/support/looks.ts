import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const ARTIFACTS = join(__dirname, '..', '..', 'test-artifacts');
const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** For people who want to look themselves: nothing compares the pictures, and they take as long as the checks. */
const PICTURES = process.env['TEST_PICTURES'] === '1';

interface AxeResults {
  violations: { id: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
  passes: unknown[];
}

/** What is wrong with a page in either colour scheme; with TEST_PICTURES=1 its pictures are left in test-artifacts/. */
export async function faultsOnSight(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate(`${AXE};0`);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (PICTURES) await draw(page, `${name}-1280-${colorScheme}`, 1280);
    await page.setViewportSize({ width: 390, height: 800 });
    if (PICTURES) await draw(page, `${name}-390-${colorScheme}`, 390);
    faults.push(...(await axeFaults(page, colorScheme)).map((fault) => `${name} ${colorScheme}: ${fault}`));
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  if (overflow > 0) faults.push(`${name}: ${overflow} px too wide for 320 px`);
  if (PICTURES) await draw(page, `${name}-320`, 320);
  return faults;
}

async function draw(page: Page, name: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`), fullPage: true });
}

/** In the dark a page is the same but for its colours. */
const RUNS = {
  light: { runOnly: { type: 'tag', values: RULES }, resultTypes: ['violations'] },
  dark: { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] },
};

async function axeFaults(page: Page, colorScheme: keyof typeof RUNS): Promise<string[]> {
  const options = JSON.stringify(RUNS[colorScheme]);
  const { violations, passes } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  if (passes.length === 0) throw new Error('axe has looked at nothing');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`));
}

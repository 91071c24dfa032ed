import { existsSync } from 'node:fs';
import { DemoRefusedError } from './demo-refused';
import { databasePath, readDemoSettings } from './demo-settings';
import type { DemoOptions } from './options';
import { wholeText } from './words';

/** Prints what the first start printed, whether the demo runs or not. Nothing is started or changed. */
export async function informAboutDemo({ port, json }: DemoOptions): Promise<void> {
  const settings = readDemoSettings(process.env, { quiet: true, ...(port && { port }) });
  if (!existsSync(databasePath(settings))) {
    throw new DemoRefusedError('There is no demo here yet. Start it: npm run demo');
  }
  const { clearWay } = await import('./clear-way.js');
  await clearWay(settings, false);
  // Only now: loading the whole server takes as long as all the rest.
  const { readFacts } = await import('./read-facts.js');
  const facts = await readFacts(settings);
  console.log(json ? JSON.stringify(facts, null, 2) : wholeText(facts));
}

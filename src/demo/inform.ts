import { existsSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import { clearWay } from './clear-way';
import { DemoRefusedError } from './demo-refused';
import { databasePath, readDemoSettings } from './demo-settings';
import { gatherFacts } from './facts';
import type { DemoOptions } from './options';
import { wholeText } from './words';

/** Prints what the first start printed, whether the demo runs or not. Nothing is started or changed. */
export async function informAboutDemo({ port, json }: DemoOptions): Promise<void> {
  const settings = readDemoSettings(process.env, { quiet: true, ...(port && { port }) });
  if (!existsSync(databasePath(settings))) {
    throw new DemoRefusedError('There is no demo here yet. Start it: npm run demo');
  }
  await clearWay(settings, false);
  const module = AppModule.forRoot(settings);
  const context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    const facts = await gatherFacts({ get: (type) => context.get(type, { strict: false }) }, false);
    console.log(json ? JSON.stringify(facts, null, 2) : wholeText(facts));
  } finally {
    await context.close();
  }
}

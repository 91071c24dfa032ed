import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import type { Settings } from '../config/settings';
import { type DemoFacts, gatherFacts } from './facts';

/** Reads what there is from the database of the demo; nothing listens. */
export async function readFacts(settings: Settings): Promise<DemoFacts> {
  const module = AppModule.forRoot(settings);
  const context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    return await gatherFacts({ get: (type) => context.get(type, { strict: false }) }, false);
  } finally {
    await context.close();
  }
}

import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import { loadEnvironment, readMode } from '../config/load-environment';
import { readSettings } from '../config/read-settings';
import type { Settings } from '../config/settings';
import { readDemoSettings } from '../demo/demo-settings';
import type { Services } from './verb';

type Warn = (message: string) => void;

/** Runs the work on the same modules as the server's, without HTTP, and closes them behind it. */
export async function withServices<T>(warn: Warn, work: (services: Services) => Promise<T>): Promise<T> {
  const module = AppModule.forRoot(settingsOfCli(warn));
  const context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    return await work({ get: (type) => context.get(type, { strict: false }) });
  } finally {
    await context.close();
  }
}

function settingsOfCli(warn: Warn): Settings {
  const mode = readMode(process.env, 'development');
  if (mode === 'demo') return readDemoSettings(process.env, { warn });
  return readSettings(loadEnvironment(mode), mode, warn);
}

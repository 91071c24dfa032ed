import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module';
import type { Env } from '../config/environment';
import { loadEnvironment, readMode } from '../config/load-environment';
import { readSettings } from '../config/read-settings';
import type { Settings } from '../config/settings';
import { readDemoSettings } from '../demo/demo-settings';
import type { Services } from './verb';

type Warn = (message: string) => void;

/** Runs the work on the same modules as the server's, without HTTP, and closes them behind it. */
export async function withServices<T>(
  env: Env,
  warn: Warn,
  work: (services: Services) => Promise<T>,
): Promise<T> {
  const module = AppModule.forRoot(settingsOfCli(env, warn));
  const context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    return await work({ get: (type) => context.get(type, { strict: false }) });
  } finally {
    await context.close();
  }
}

function settingsOfCli(env: Env, warn: Warn): Settings {
  const mode = readMode(env, 'development');
  if (mode === 'demo') return readDemoSettings(env, { warn });
  return readSettings(loadEnvironment(mode, env), mode, warn);
}

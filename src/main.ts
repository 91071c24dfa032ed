import 'reflect-metadata';
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { Logger } from '@nestjs/common';
import { loadEnvironment, readMode } from './config/load-environment';
import { readSettings } from './config/read-settings';
import type { Settings } from './config/settings';
import { reportStartFailure } from './server/start-failure';

/**
 * Threads that sign: as many as there are cores beside that of the event loop, since more would take turns with it; two at
 * least, so that one that waits for a name server holds nobody up. Node reads it when the first of them is needed.
 */
process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(2, availableParallelism() - 1));

async function start(): Promise<void> {
  const mode = readMode(process.env, 'production');
  const settings = readSettings(loadEnvironment(mode), mode, (message) => console.error(message));
  if (settings.workers > 1 && cluster.isPrimary) await lead(settings);
  else await serve(settings);
}

/** What stands above several processes needs none of the modules, and holds none in memory. */
async function lead(settings: Settings): Promise<void> {
  const { NestLogger } = await import('./server/logger.js');
  const { Crew } = await import('./workers/crew.js');
  Logger.overrideLogger(new NestLogger(settings));
  await new Crew(settings).start();
}

async function serve(settings: Settings): Promise<void> {
  const { AppModule } = await import('./app.module.js');
  const { createServer } = await import('./server/create-server.js');
  // Without a listener it would end at once what `Ending` is to end.
  if (cluster.isWorker) process.on('SIGINT', () => undefined);
  const server = await createServer(AppModule.forRoot(settings), settings);
  const address = await server.listen();
  new Logger('Start').log(`Grantor answers at ${address} as ${settings.issuer}`);
}

start().catch(reportStartFailure);

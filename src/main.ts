import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { AppModule } from './app.module';
import { loadEnvironment, readMode } from './config/load-environment';
import { readSettings } from './config/read-settings';
import { createServer } from './server/create-server';
import { reportStartFailure } from './server/start-failure';

async function start(): Promise<void> {
  const mode = readMode(process.env, 'production');
  const settings = readSettings(loadEnvironment(mode), mode, (message) => console.error(message));
  const server = await createServer(AppModule.forRoot(settings), settings);
  const address = await server.listen();
  new Logger('Start').log(`Grantor answers at ${address} as ${settings.issuer}`);
}

start().catch(reportStartFailure);

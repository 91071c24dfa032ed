import 'reflect-metadata';
import { createServer, loadEnvironment, readMode, readSettings, reportStartFailure } from '../../src/index';
import { companyServer } from './company.module';

async function start(): Promise<void> {
  const mode = readMode(process.env, 'development');
  const settings = readSettings(loadEnvironment(mode), mode);
  const server = await createServer(companyServer(settings), settings);
  await server.listen();
}

start().catch(reportStartFailure);

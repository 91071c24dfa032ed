import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource } from 'typeorm';
import { Environment } from './src/config/environment';
import { loadEnvironment, readMode } from './src/config/load-environment';
import { dataSourceOptions } from './src/database/data-source';
import { ENTITIES } from './src/entities';

/** DB_URL or DB_URL_FILE; development has a default, as in `readSettings`. No other setting is needed to migrate. */
function databaseUrl(): string {
  const mode = readMode(process.env, 'development');
  const source = new Environment(loadEnvironment(mode));
  const url = source.text('DB_URL') ?? (mode === 'production' ? null : 'sqlite:./data/grantor.sqlite');
  const [fault] = source.faults;
  if (fault) throw new Error(`${fault.name} is ${fault.seen}; expected ${fault.expected}.`);
  if (!url) throw new Error('DB_URL is not set, for example mysql://grantor:secret@127.0.0.1:3306/grantor');
  return url;
}

async function openDataSource(): Promise<DataSource> {
  const url = databaseUrl();
  const file = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : ':memory:';
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  return new DataSource(await dataSourceOptions({ url, poolSize: 1, entities: ENTITIES }));
}

/** For the TypeORM command line only (`npm run db:migrate`), which awaits what it finds exported. */
export const dataSource = openDataSource();

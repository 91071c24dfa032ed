import { createServer as createNetServer } from 'node:net';
import type { DynamicModule, Type } from '@nestjs/common';
import { AppModule } from '../../src/app.module';
import { readSettings } from '../../src/config/read-settings';
import type { Settings } from '../../src/config/settings';
import { createServer } from '../../src/server/create-server';
import { Clock } from '../../src/shared/domain/clock';
import { migratedDatabase, type TestDatabase } from './migrated-database';

export { createDatabase, engine, type TestDatabase } from './migrated-database';

export interface TestServer {
  /** Base address, also the issuer. */
  url: string;
  settings: Settings;
  database: TestDatabase;
  /** The server's time, in milliseconds. */
  now(): number;
  /** Lets time pass for the server. */
  advance(seconds: number): void;
  /** A provider of the running server. */
  get<T>(token: abstract new (...args: never[]) => T): T;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Settings as environment variables. */
  env?: Record<string, string>;
  /** The server to run; ours by default. */
  module?: (settings: Settings) => DynamicModule | Type;
  /** An existing database, for a second node or a restart; it is not dropped on close. */
  database?: TestDatabase;
  port?: number;
}

export const SECRETS = {
  COOKIE_SECRET: 'test cookie secret, long enough: 0123456789',
  KEY_ENCRYPTION_SECRET: 'test key secret, long enough: 0123456789',
};

/** A real server on a real port of this machine, with a database in which nobody is yet. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.database ?? (await migratedDatabase());
  const port = options.port ?? (await freePort());
  const env = {
    ...SECRETS,
    ISSUER: `http://localhost:${port}`,
    PORT: String(port),
    DB_URL: database.url,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    DB_POOL_SIZE: '20',
    // Thousands of passwords are hashed here; what a real hash costs has specs of its own.
    PASSWORD_HASH_MEMORY: '1024',
    ...options.env,
  };
  const settings = readSettings(env, 'test');
  const module = options.module ?? ((values: Settings) => AppModule.forRoot(values));
  const server = await createServer(module(settings), settings);
  await server.listen();
  const clock = server.app.get(Clock, { strict: false });
  let offset = 0;
  clock.now = () => Date.now() + offset;
  return {
    url: settings.issuer,
    settings,
    database,
    now: () => clock.now(),
    advance: (seconds) => {
      offset += seconds * 1000;
    },
    get: (token) => server.app.get(token, { strict: false }),
    close: async () => {
      await server.close();
      if (!options.database) await database.drop();
    },
  };
}

/** Lets time pass until a minute has just begun: what is counted by the minute does not begin anew in the middle of a test. */
export function beginMinute(server: TestServer): void {
  server.advance(60 - (Math.floor(server.now() / 1000) % 60));
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createNetServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

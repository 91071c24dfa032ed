import { once } from 'node:events';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { until } from './browser';
import { ensureBuilt } from './command';
import { freePort, type TestServer } from './test-server';

/** A server in a process of its own. */
export interface Program {
  url: string;
  stop(): Promise<void>;
}

/** A node on the database of another server, in a process of its own, as it is run for real. */
export async function startProgram(first: TestServer, env: Record<string, string>): Promise<Program> {
  ensureBuilt();
  const port = await freePort();
  const root = join(__dirname, '../..');
  const child = fork(join(root, 'dist/main.js'), {
    cwd: root,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      COOKIE_SECRET: first.settings.cookieSecret,
      KEY_ENCRYPTION_SECRET: first.settings.keyEncryptionSecret,
      DB_URL: first.database.url,
      LOG_LEVEL: 'fatal',
      ...env,
      ISSUER: first.url,
      PORT: String(port),
    },
  });
  const ended = once(child, 'exit');
  const url = `http://localhost:${port}`;
  const answers = () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(async () => child.exitCode !== null || (await answers()), 60);
  if (child.exitCode !== null) throw new Error(`The node ended with ${child.exitCode}`);
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source';
import { MIGRATIONS } from '../../src/database/migrations';
import { until } from '../support/browser';
import {
  BUILD_TIMEOUT,
  emptyFolder,
  ensureBuilt,
  runCommand,
  type RunningCommand,
  startCommand,
} from '../support/command';
import { createDatabase, freePort, type TestDatabase } from '../support/test-server';

const WORKERS = 3;

describe('several processes on one port (WORKERS)', () => {
  let database: TestDatabase;
  let folder: ReturnType<typeof emptyFolder>;
  let port: number;
  let server: RunningCommand;
  let env: Record<string, string>;

  const url = (path: string) => `http://127.0.0.1:${port}${path}`;
  const isReady = async () => (await fetch(url('/health/ready'))).status === 200;
  const workers = () =>
    readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number);
  const linesWith = (text: string) => server.stdout.split('\n').filter((line) => line.includes(text));

  beforeAll(async () => {
    ensureBuilt();
    database = await createDatabase();
    folder = emptyFolder();
    port = await freePort();
    env = {
      NODE_ENV: 'production',
      ISSUER: `http://localhost:${port}`,
      PORT: String(port),
      DB_URL: database.url,
      DB_MIGRATE: 'auto',
      COOKIE_SECRET: randomBytes(32).toString('base64'),
      KEY_ENCRYPTION_SECRET: randomBytes(32).toString('base64'),
      WORKERS: String(WORKERS),
    };
    server = startCommand('main.js', [], { cwd: folder.path, env });
    await server.says(`${WORKERS} processes answer`);
    await until(async () => linesWith('Grantor answers at').length === WORKERS, 30);
  }, BUILD_TIMEOUT);

  afterAll(async () => {
    await server.stop();
    await database.drop();
    folder.remove();
  });

  it('migrates once, offers one link to the first administrator, and agrees on the keys', async () => {
    expect(workers()).toHaveLength(WORKERS);
    expect(linesWith('/setup?token=')).toHaveLength(1);
    const dataSource = await new DataSource(
      await dataSourceOptions({ url: database.url, poolSize: 1, entities: [] }),
    ).initialize();
    const migrations: unknown[] = await dataSource.query('SELECT * FROM grantor_migrations');
    const keys: { status: string }[] = await dataSource.query('SELECT status FROM grantor_signing_keys');
    await dataSource.destroy();
    expect(migrations).toHaveLength(MIGRATIONS.length);
    expect(keys.map(({ status }) => status).sort()).toEqual(['active', 'next']);
  });

  it('adds up what all of them count', async () => {
    const metrics = async () => (await fetch(url('/metrics'))).text();
    const memory = (text: string) => Number(/^process_resident_memory_bytes (\d+)/m.exec(text)![1]);
    const one =
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${workers()[0]}/status`, 'utf8'))![1]) * 1024;
    // A worker that has only just begun to listen may not have answered for the others yet.
    await until(async () => memory(await metrics()) > 2 * one);
    expect((await metrics()).match(/^# TYPE process_resident_memory_bytes/gm)).toHaveLength(1);
  });

  it('replaces a worker that is killed, while the others answer', async () => {
    const [killed] = workers();
    process.kill(killed!, 'SIGKILL');
    await until(async () => linesWith('A worker ended by SIGKILL').length === 1, 10);
    expect(await isReady()).toBe(true);
    await until(async () => workers().length === WORKERS && !workers().includes(killed!), 30);
    await until(async () => linesWith('Grantor answers at').length === WORKERS + 1, 30);
    expect(linesWith('/setup?token=')).toHaveLength(1);
    expect(await isReady()).toBe(true);
  });

  it('answers what is under way and ends every process on SIGTERM', async () => {
    const pids = workers();
    const asked = Array.from({ length: 20 }, () => fetch(url('/login')).then(({ status }) => status));
    expect(await Promise.all(asked)).toEqual(Array<number>(20).fill(200));
    expect(await server.stop()).toBeNull();
    expect((await server.end()).status).toBe(0);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(fetch(url('/health/live'))).rejects.toThrow();
  });

  it('says what is wrong once and ends, where the first one cannot start', async () => {
    const result = await runCommand('main.js', [], {
      cwd: folder.path,
      env: { ...env, DB_URL: 'sqlite:empty.sqlite', DB_MIGRATE: 'check' },
    });
    expect(result.status).toBe(1);
    expect(result.stderr.match(/The database is not up to date/g)).toHaveLength(1);
  });
});

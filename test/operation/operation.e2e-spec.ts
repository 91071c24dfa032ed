import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { Browser, until } from '../support/browser';
import { BUILD_TIMEOUT, emptyFolder, ensureBuilt, runCommand, startCommand } from '../support/command';
import type { RunningCommand } from '../support/command';
import { addMachine, obtainTokens, PASSWORD, postForm, token, type TestClient } from '../support/oauth';
import { send } from '../support/raw';
import {
  createDatabase,
  freePort,
  startServer,
  type TestDatabase,
  type TestServer,
} from '../support/test-server';

/** A line to the server, for requests that do not come in one piece. */
async function dial(url: string): Promise<Socket & { heard: string }> {
  const { port } = new URL(url);
  const socket = Object.assign(connect(Number(port), 'localhost'), { heard: '' });
  socket.setEncoding('utf8').on('data', (text: string) => (socket.heard += text));
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

const productionEnv = (port: number, database: TestDatabase) => ({
  NODE_ENV: 'production',
  ISSUER: `http://localhost:${port}`,
  PORT: String(port),
  DB_URL: database.url,
  DB_MIGRATE: 'auto',
  COOKIE_SECRET: randomBytes(32).toString('base64url'),
  KEY_ENCRYPTION_SECRET: randomBytes(32).toString('base64url'),
});

describe('a server in operation', () => {
  const folder = emptyFolder();
  const email = 'ada@example.com';
  let database: TestDatabase;
  let running: RunningCommand;
  let env: Record<string, string>;
  let server: TestServer;
  let client: TestClient;

  beforeAll(async () => {
    ensureBuilt();
    database = await createDatabase();
    env = {
      ...productionEnv(await freePort(), database),
      ADMIN_EMAIL: email,
      ADMIN_PASSWORD: PASSWORD,
      SHUTDOWN_DELAY: '1s',
    };
    running = startCommand('main.js', [], { cwd: folder.path, env });
    await running.says('Grantor answers at');
    server = { url: env['ISSUER']! } as TestServer;
    const redirectUri = 'https://app.example.test/cb';
    const args = ['client:create', '--name', 'App', '--type', 'web', '--redirect-uri', redirectUri];
    const scopes = ['--scope', 'read:projects', '--scope', 'write:projects', '--json'];
    const made = await runCommand('cli/main.js', [...args, ...scopes], { cwd: folder.path, env });
    const { client_id, client_secret } = JSON.parse(made.stdout) as Record<string, string>;
    client = { id: client_id!, secret: client_secret!, redirectUri };
  }, BUILD_TIMEOUT);

  afterAll(async () => {
    await running.stop();
    await database.drop();
    folder.remove();
  });

  it('logs one JSON object a line, with the request id and without a secret', async () => {
    const person = { email } as never;
    const tokens = (await obtainTokens(server, client, person)).body;
    const refreshed = await token(server, client, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });
    const again = await token(server, client, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });
    expect([refreshed.status, again.status]).toEqual([200, 400]);
    const browser = new Browser(server.url);
    await browser.signIn(email, 'wrong horse battery staple');
    await browser.signIn(email, PASSWORD);
    const cookies = [...browser.cookies.values()];
    await postForm(server, '/oauth/token', 'grant_type=%zz&password=hunter22222');
    await send(server, {
      path: `/oauth/authorize?client_id=${client.id}&redirect_uri=https://evil.test&state=stately-secret`,
    });
    const marked = await send(server, {
      path: '/v1/projects?access_token=leaked-in-query',
      headers: { Authorization: `Bearer ${tokens.access_token}`, 'X-Request-Id': 'known-request-1' },
    });
    expect(marked.headers['x-request-id']).toBe('known-request-1');
    await until(async () => running.stdout.includes('known-request-1'));

    const lines = running.stdout.trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const entry of entries)
      expect(Object.keys(entry)).toEqual(expect.arrayContaining(['level', 'time', 'request_id']));
    const requests = entries.filter(({ context }) => context === 'Http');
    expect(requests.length).toBeGreaterThan(10);
    for (const { request_id } of requests) expect(request_id).toMatch(/^(?:req_\w{16}|known-request-1)$/);
    expect(requests).toContainEqual(
      expect.objectContaining({
        request_id: 'known-request-1',
        method: 'GET',
        route: '/v1/projects',
        status: 401,
      }),
    );
    const secrets = [
      PASSWORD,
      'wrong horse battery staple',
      'hunter22222',
      'stately-secret',
      'leaked-in-query',
      client.secret!,
      tokens.access_token,
      tokens.refresh_token,
      refreshed.body.refresh_token,
      env['COOKIE_SECRET']!,
      env['KEY_ENCRYPTION_SECRET']!,
      ...cookies,
    ];
    for (const secret of secrets) expect(running.stdout).not.toContain(secret);
    expect(running.stderr).toBe('');
  });

  it('shows its numbers to this machine only', async () => {
    const metrics = await send(server, { path: '/metrics' });
    expect([metrics.status, metrics.headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    for (const line of [
      /^grantor_http_requests_total\{method="POST",route="\/oauth\/token",status="200"\} [1-9]/m,
      /^grantor_http_request_duration_seconds_bucket\{route="\/oauth\/token",le="\+Inf"\} [1-9]/m,
      /^grantor_grants_total\{grant_type="authorization_code"\} [1-9]/m,
      /^grantor_refusals_total\{error="invalid_grant"\} [1-9]/m,
      /^grantor_events_total\{type="user\.login\.failed",outcome="failure"\} [1-9]/m,
      /^grantor_event_loop_delay_seconds\{quantile="0\.99"\} [\d.e-]+$/m,
      /^grantor_hashing_queue 0$/m,
      /^process_resident_memory_bytes \d{7,}$/m,
    ])
      expect(metrics.body).toMatch(line);
    for (const headers of [{ 'X-Forwarded-For': '203.0.113.7' }, { Host: 'auth.example.com' }])
      expect((await send(server, { path: '/metrics', headers: headers as never })).status).toBe(404);
  });

  it('on SIGTERM: says that it is not ready, answers what is under way, and ends with 0', async () => {
    const slow = await dial(server.url);
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.secret!,
    }).toString();
    const head = `POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
    slow.write(head + body.slice(0, 10));
    expect((await send(server, { path: '/health/ready' })).status).toBe(200);

    const ended = running.stop();
    await until(async () => (await send(server, { path: '/health/ready' })).status === 503);
    const live = await send(server, { path: '/health/live' });
    expect([live.status, live.headers.connection]).toEqual([200, 'close']);
    // The time for load balancers is over: nobody is let in.
    await until(() =>
      send(server, { path: '/health/live' }).then(
        () => false,
        () => true,
      ),
    );
    expect(slow.heard).toBe('');
    slow.write(body.slice(10));
    await until(async () => slow.heard.includes('}'));
    expect(slow.heard).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\n[^]*connection: close\r\n[^]*unauthorized_client/i,
    );
    await ended;
    expect(await running.end()).toMatchObject({ status: 0, stderr: '' });
    expect(running.stdout).toContain('Everything is answered and written');
  });
});

describe('a server that is to end at once', () => {
  it(
    'hears what is sent to it before, also on a connection of which nothing has come yet',
    async () => {
      ensureBuilt();
      const folder = emptyFolder();
      const database = await createDatabase();
      const env = productionEnv(await freePort(), database);
      const url = env.ISSUER;
      const running = startCommand('main.js', [], { cwd: folder.path, env });
      await running.says('Grantor answers at');
      const early = await dial(url);
      const ended = running.stop();
      const here = { url } as TestServer;
      await until(async () => (await send(here, { path: '/health/ready' })).status === 503);
      early.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n');
      await until(async () => early.heard.includes('\r\n\r\n'));
      expect(early.heard).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*connection: close\r\n/i);
      await ended;
      expect((await running.end()).status).toBe(0);
      await database.drop();
      folder.remove();
    },
    BUILD_TIMEOUT,
  );
});

describe('the time and the right to ask', () => {
  let server: TestServer;
  const metricsToken = randomBytes(32).toString('base64url');

  beforeAll(async () => {
    server = await startServer({ env: { REQUEST_TIMEOUT: '1s', METRICS_TOKEN: metricsToken } });
  });

  afterAll(() => server.close());

  it('ends for requests whose headers or body do not arrive', async () => {
    const machine = await addMachine(server);
    const halves = [
      'POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nX-Slow:',
      `POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nclient_id=${machine.id}`,
    ];
    for (const half of halves) {
      const socket = await dial(server.url);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(half);
      await closed;
      expect(socket.heard).toMatch(/^HTTP\/1\.1 408 /);
    }
  });

  it('opens the metrics to the token alone where there is one', async () => {
    const get = (authorization?: string) =>
      send(server, { path: '/metrics', headers: authorization ? { Authorization: authorization } : {} });
    const none = await get();
    expect([none.status, none.headers['www-authenticate']]).toEqual([401, 'Bearer realm="metrics"']);
    expect((await get('Bearer x')).status).toBe(401);
    expect((await get(`Bearer ${metricsToken}`)).status).toBe(200);
  });
});

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../support/browser';
import {
  BUILD_TIMEOUT,
  type CommandResult,
  emptyFolder,
  ensureBuilt,
  runCli,
  runCommand,
  settingsOf,
} from '../support/command';
import { addMachine, addPerson, api, PASSWORD, postForm } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

const folder = emptyFolder();
let server: TestServer;

const cli = (args: readonly string[], input?: string): Promise<CommandResult> =>
  runCli(args, { env: settingsOf(server), ...(input !== undefined && { input }) });

/** Runs a verb for a program; anything but one JSON document on stdout and silence on stderr fails. */
async function json<T = Record<string, string>>(args: readonly string[], input?: string): Promise<T> {
  const { status, stdout, stderr } = await cli([...args, '--json'], input);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as T;
}

/** Runs a verb that has to fail, and reads why. */
async function refusal(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = await cli([...args, '--json'], input);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  return JSON.parse(stderr) as { error: string; message: string; errors?: { pointer: string }[] };
}

interface CreatedClient {
  client_id: string;
  client_secret: string;
}

const MACHINE = ['client:create', '--name', 'Nightly job', '--type', 'm2m', '--scope', 'admin:read'];

const machineToken = ({ client_id, client_secret }: CreatedClient, scope = 'admin:read') =>
  postForm(server, '/oauth/token', { grant_type: 'client_credentials', client_id, client_secret, scope });

/** What the sample API answers. */
const opens = async (token: string, path: string): Promise<number> => (await api(server, path, token)).status;

async function newMachine(): Promise<CreatedClient> {
  const { id, secret } = await addMachine(server);
  return { client_id: id, client_secret: secret! };
}

const newToken = (user: string, name = 'ci') =>
  json(['token:create', '--user', user, '--name', name, '--scope', 'read:projects']);

jest.setTimeout(90_000);

beforeAll(async () => {
  ensureBuilt();
  server = await startServer();
}, BUILD_TIMEOUT);

afterAll(async () => {
  await server.close();
  folder.remove();
});

describe('the CLI, asked for help', () => {
  it('names every verb with --help, and every flag of a verb', async () => {
    const [all, one] = await Promise.all([cli(['--help']), cli(['client:create', '--help'])]);
    expect([all.status, one.status]).toEqual([0, 0]);
    for (const verb of ['admin:create', 'user:disable', 'client:rotate-secret', 'keys:rotate', 'purge']) {
      expect(all.stdout).toContain(`  ${verb} `);
    }
    for (const flag of [
      '--redirect-uri URI',
      '--[no-]secret',
      '--[no-]require-pkce',
      '--access-token-ttl TTL',
    ]) {
      expect(one.stdout).toContain(flag);
    }
  });

  it.each([
    [['user:lst'], 'Did you mean user:list?'],
    [['client'], 'There are client:create, client:list'],
    [[], 'Say what to do.'],
    [['client:create', '--nmae', 'x'], 'has no flag --nmae. Did you mean --name?'],
    [['client:create', '--type', 'web'], 'client:create needs --name NAME.'],
    [['client:create', '--name', '--type', 'web'], '--name needs a value'],
    [
      ['client:create', '--name', 'x', '--type', 'wbe'],
      'use one of web, spa, native, m2m. Did you mean web?',
    ],
    [['client:create', '--name', 'x', '--name', 'y', '--type', 'web'], 'Give --name once.'],
    [['client:create', '--name', 'x', '--type', 'web', '--secret', '--no-secret'], 'contradict each other'],
    [['client:show'], 'client:show needs ID'],
    [['purge', 'everything'], 'does not expect "everything"'],
  ])('answers %j with what is wrong, on stderr', async (args, reason) => {
    const { status, stdout, stderr } = await cli(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('writes errors as one JSON document to stderr with --json', async () => {
    expect(await refusal(['client:show', 'nobody'])).toEqual({
      error: 'not-found',
      message: 'There is no app with the client id nobody.',
    });
    expect(await refusal(['keys:rotat'])).toMatchObject({ error: 'usage' });
  });
});

describe('the CLI without a server', () => {
  it('works in development mode on a database of its own, and makes its secrets', async () => {
    const place = emptyFolder();
    const run = (args: string[]) => runCommand('cli/main.js', args, { cwd: place.path });
    const created = await run(['admin:create', '--email', 'ada@example.com', '--name', 'Ada', '--json']);
    expect(created.status).toBe(0);
    expect(JSON.parse(created.stdout)).toEqual({
      id: expect.stringMatching(/^user_/) as unknown,
      email: 'ada@example.com',
      role: 'admin',
      password: expect.stringMatching(/^[0-9A-Za-z]{24}$/) as unknown,
    });
    expect(existsSync(join(place.path, 'data', 'grantor.sqlite'))).toBe(true);
    expect(statSync(join(place.path, 'data', 'secrets.env')).mode & 0o777).toBe(0o600);
    const lastAdmin = await run(['user:disable', 'ada@example.com']);
    expect(lastAdmin).toMatchObject({ status: 1, stdout: '' });
    expect(lastAdmin.stderr).toContain('This is the last administrator.');
    place.remove();
  });

  it('says which settings are missing in production', async () => {
    const { status, stderr } = await runCommand('cli/main.js', ['user:list'], {
      cwd: folder.path,
      env: { NODE_ENV: 'production' },
    });
    expect(status).toBe(1);
    for (const name of ['ISSUER', 'DB_URL', 'COOKIE_SECRET', 'KEY_ENCRYPTION_SECRET']) {
      expect(stderr).toContain(`  ${name}\n    seen      (not set)`);
    }
  });
});

describe('people', () => {
  it('are created with the password from stdin, which is not repeated', async () => {
    const args = ['user:create', '--email', 'stdin@example.com', '--name', 'Somebody', '--password-stdin'];
    const env = settingsOf(server);
    const ran = await runCommand('cli/main.js', [...args, '--json'], {
      cwd: folder.path,
      env,
      input: `${PASSWORD}\n`,
    });
    expect({ ...ran, stdout: JSON.parse(ran.stdout) as unknown }).toEqual({
      status: 0,
      stderr: '',
      stdout: {
        id: expect.stringMatching(/^user_/) as unknown,
        email: 'stdin@example.com',
        role: 'member',
      },
    });
    const page = await new Browser(server.url).signIn('stdin@example.com', PASSWORD);
    expect(page.status).toBe(303);
  });

  it('are created with a password that is shown once, in text and in JSON', async () => {
    const { stdout } = await cli(['admin:create', '--email', 'made@example.com', '--name', 'Made']);
    const password = /password {2}(\S+)/.exec(stdout)![1]!;
    expect(stdout).toContain('This is the only time that the password is shown.');
    expect((await new Browser(server.url).signIn('made@example.com', password)).status).toBe(303);
    const { data } = await json<{ data: object[] }>(['user:list']);
    expect(data).toContainEqual(
      expect.objectContaining({ email: 'made@example.com', role: 'admin', status: 'active' }),
    );
    expect(JSON.stringify(data)).not.toContain(password);
    expect(JSON.stringify(data)).not.toContain('argon2');
  });

  it('are refused with every fault, each at its flag', async () => {
    const args = ['user:create', '--email', 'nobody', '--name', 'x', '--role', 'admin', '--password-stdin'];
    const { status, stderr } = await cli(args, 'short');
    expect(status).toBe(1);
    expect(stderr).toMatch(/--email +Write an email address/);
    expect(stderr).toMatch(/password +Use at least 15 characters/);
  });

  it('lose sessions and tokens at once when they are disabled, and come back when enabled', async () => {
    const { email } = await addPerson(server, 'Leaving');
    const { token } = await newToken(email);
    const browser = new Browser(server.url);
    await browser.signIn(email, PASSWORD);
    expect((await browser.open('/')).body).toContain(email);
    expect(await opens(token!, '/v1/projects')).toBe(200);

    expect(await json(['user:disable', email])).toMatchObject({ email, status: 'disabled' });
    expect(await opens(token!, '/v1/projects')).toBe(401);
    expect((await browser.open('/')).body).not.toContain(email);

    await json(['user:enable', email]);
    expect((await new Browser(server.url).signIn(email, PASSWORD)).status).toBe(303);
  });
});

describe('apps', () => {
  it('are registered, and get a token from the running server', async () => {
    const client = await json<CreatedClient>(MACHINE);
    expect(client).toMatchObject({
      client_id: expect.stringMatching(/^app_/) as unknown,
      client_secret: expect.stringMatching(/^acs_/) as unknown,
      type: 'm2m',
      redirect_uris: [],
      scopes: ['admin:read'],
      grant_types: ['client_credentials'],
    });
    const { status, body } = await machineToken(client);
    expect(status).toBe(200);
    expect(await opens(body.access_token, '/v1/organization')).toBe(200);
  });

  it('take every flag', async () => {
    const args = [
      'client:create',
      '--name',
      'Board',
      '--type',
      'web',
      '--client-id',
      'board',
      '--first-party',
    ];
    const uris = ['https://a.example/cb', 'https://b.example/cb'].flatMap((uri) => ['--redirect-uri', uri]);
    const scopes = ['--scope', 'read:projects', '--scope', 'write:projects'];
    const rest = [
      '--grant',
      'authorization_code',
      '--require-pkce',
      '--token-format',
      'opaque',
      '--introspect',
    ];
    const client = await json([...args, ...uris, ...scopes, ...rest, '--access-token-ttl', '2h']);
    expect(client).toMatchObject({
      client_id: 'board',
      redirect_uris: ['https://a.example/cb', 'https://b.example/cb'],
      scopes: ['read:projects', 'write:projects'],
      grant_types: ['authorization_code'],
      require_pkce: true,
      access_token_format: 'opaque',
      access_token_ttl: 7200,
      first_party: true,
      introspect: true,
    });
    const spa = await json(['client:create', '--name', 'S', '--type', 'web', '--no-secret', ...uris]);
    expect(spa).not.toHaveProperty('client_secret');
    expect(spa).toMatchObject({ token_endpoint_auth_method: 'none', require_pkce: true });
  });

  it('are refused with every fault, each at its flag', async () => {
    const uris = ['https://ok.example/cb', 'http://not.example/cb'].flatMap((uri) => ['--redirect-uri', uri]);
    const { status, stderr } = await cli([
      ...['client:create', '--name', 'x', '--type', 'web', '--scope', 'read:minds', ...uris],
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/--redirect-uri \(no\. 2\) +Use https here/);
    expect(stderr).toMatch(/--scope +There is no scope read:minds/);
    expect(await refusal([...MACHINE, '--access-token-ttl', '2w'])).toMatchObject({
      error: 'usage',
      message: '--access-token-ttl 2w: write a duration like 90s, 15m, 1h, 30d or 1y.',
    });
  });

  it('show their secret once', async () => {
    const { stdout } = await cli([...MACHINE, '--client-id', 'once']);
    const secret = /acs_\w+/.exec(stdout)![0];
    expect(stdout).toContain('This is the only time that the client secret is shown.');
    const [shown, listed] = await Promise.all([cli(['client:show', 'once']), cli(['client:list', '--json'])]);
    expect(shown.stdout + listed.stdout).not.toContain(secret);
    expect(shown.stdout).toContain(`…${secret.slice(-4)}`);
    expect((JSON.parse(listed.stdout) as { data: object[] }).data).toContainEqual(
      expect.objectContaining({
        client_id: 'once',
        secrets: [expect.objectContaining({ last4: secret.slice(-4) })],
      }),
    );
  });

  it('change, stop and start again', async () => {
    const client = await newMachine();
    const id = client.client_id;
    expect(
      await json(['client:update', id, '--scope', 'admin:read admin:write', '--name', 'New']),
    ).toMatchObject({
      name: 'New',
      scopes: ['admin:read', 'admin:write'],
    });
    expect(await refusal(['client:update', id])).toMatchObject({ error: 'usage' });
    const token = (await machineToken(client)).body.access_token;
    expect(await json(['client:disable', id])).toMatchObject({ status: 'disabled' });
    expect((await machineToken(client)).status).toBe(401);
    expect(await opens(token, '/v1/organization')).toBe(401);
    await json(['client:enable', id]);
    expect((await machineToken(client)).status).toBe(200);
  });

  it('get a new secret; the former one works as long as was said', async () => {
    const first = await newMachine();
    const second = await json<CreatedClient>(['client:rotate-secret', first.client_id]);
    expect(second).toMatchObject({
      client_id: first.client_id,
      previous: { expires_at: expect.any(String) as unknown },
    });
    expect((await machineToken(first)).status).toBe(200);
    expect((await machineToken(second)).status).toBe(200);
    const third = await json<CreatedClient>(['client:rotate-secret', first.client_id, '--overlap', '0s']);
    expect((await machineToken(second)).status).toBe(401);
    expect((await machineToken(third)).status).toBe(200);
  });
});

describe('tokens', () => {
  it('are made for a person, shown once, and revoked by value', async () => {
    await addPerson(server, 'ci');
    const made = await json<{ token: string }>([
      ...['token:create', '--user', 'ci@example.com', '--name', 'build', '--expires', '30d'],
      ...['--scope', 'read:projects', '--scope', 'write:projects'],
    ]);
    expect(made).toEqual({
      id: expect.stringMatching(/^tok_/) as unknown,
      token: expect.stringMatching(/^apat_/) as unknown,
      scopes: ['read:projects', 'write:projects'],
      expires_at: expect.stringMatching(/T00:00:00\.000Z$/) as unknown,
    });
    expect(await opens(made.token, '/v1/projects')).toBe(200);
    expect(await json(['token:revoke', '--token', made.token])).toEqual({ revoked: 1 });
    expect(await opens(made.token, '/v1/projects')).toBe(401);
    expect(await refusal(['token:revoke', '--token', 'apat_no'])).toMatchObject({ error: 'not-found' });
  });

  it('are revoked for a whole person or app', async () => {
    await addPerson(server, 'many');
    const [one, two] = [await newToken('many@example.com', 'one'), await newToken('many@example.com', 'two')];
    expect(await json(['token:revoke', '--user', 'many@example.com'])).toEqual({ revoked: 2 });
    expect(await opens(one.token!, '/v1/projects')).toBe(401);
    expect(await opens(two.token!, '/v1/projects')).toBe(401);

    const client = await newMachine();
    const { access_token } = (await machineToken(client)).body;
    await json(['token:revoke', '--client', client.client_id]);
    expect(await opens(access_token, '/v1/organization')).toBe(401);
    expect(await refusal(['token:revoke'])).toMatchObject({ error: 'usage' });
  });
});

describe('signing keys', () => {
  const kidOf = (jwt: string) =>
    (JSON.parse(Buffer.from(jwt.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
  const published = async () => {
    const { keys } = (await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as {
      keys: { kid: string }[];
    };
    return keys.map(({ kid }) => kid);
  };

  it('rotate under a running server: new tokens have the new key, old ones still verify', async () => {
    const client = await newMachine();
    const before = (await machineToken(client)).body.access_token;
    const { active, retiring } = await json<Record<string, { kid: string; status: string }>>(['keys:rotate']);
    expect(retiring).toMatchObject({ kid: kidOf(before), status: 'retiring' });
    const after = (await machineToken(client)).body.access_token;
    expect(kidOf(after)).toBe(active!.kid);
    expect(await opens(before, '/v1/organization')).toBe(200);
    expect(await opens(after, '/v1/organization')).toBe(200);
  });

  it('are gone at once in an emergency, with every token that they signed', async () => {
    const client = await newMachine();
    const old = (await machineToken(client)).body.access_token;
    expect(await opens(old, '/v1/organization')).toBe(200);
    const before = await published();
    const { active } = await json<{ active: { kid: string } }>(['keys:rotate', '--emergency']);
    expect(await opens(old, '/v1/organization')).toBe(401);
    const fresh = (await machineToken(client)).body.access_token;
    expect(kidOf(fresh)).toBe(active.kid);
    expect(await opens(fresh, '/v1/organization')).toBe(200);

    // The id of a key that is gone never names another one: whoever remembers the old key would believe it.
    const { data } = await json<{ data: { kid: string; status: string }[] }>(['keys:list']);
    expect(data.map(({ status }) => status)).toEqual(['active', 'next']);
    const announced = data.find(({ status }) => status === 'next')!;
    expect(before).not.toContain(announced.kid);
    await json(['keys:rotate']);
    expect(await opens(old, '/v1/organization')).toBe(401);
    expect(JSON.stringify(data)).not.toContain('"d"');
  });
});

describe('purge', () => {
  it('says how many rows of each kind are gone', async () => {
    const { deleted, total } = await json<{ deleted: Record<string, number>; total: number }>(['purge']);
    expect(Object.keys(deleted)).toEqual(
      expect.arrayContaining(['signing_keys', 'access_tokens', 'sessions']),
    );
    expect(total).toBe(Object.values(deleted).reduce((sum, count) => sum + count, 0));
  });
});

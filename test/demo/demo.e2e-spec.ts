import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Sqlite = require('libsql');
import { Browser } from '../support/browser';
import {
  BUILD_TIMEOUT,
  type CommandEnv,
  emptyFolder,
  ensureBuilt,
  paste,
  runCommand,
  type RunningCommand,
  startCommand,
} from '../support/command';
import { engine, freePort } from '../support/test-server';

const READY = 'Stop with Ctrl+C.';
const ADA = { email: 'ada@example.com', password: 'demo-ada-password' };

const folder = emptyFolder();

const demo = (args: readonly string[] = [], env: CommandEnv = {}): RunningCommand =>
  startCommand('demo/main.js', args, { cwd: folder.path, env });

const demoToEnd = (args: readonly string[] = [], env: CommandEnv = {}, cwd = folder.path) =>
  runCommand('demo/main.js', args, { cwd, env });

/** The indented lines below a heading, as somebody copies them. */
const below = (heading: string, text: string): string =>
  text.split(`  ${heading}\n`)[1]!.split(/\n(?! {4})/)[0]!;

interface Facts {
  port: number;
  port_taken: number | null;
  first_start: boolean;
  issuer: string;
  database: { path: string; migrations: number };
  data: Record<string, number>;
  apps: { client_id: string; client_secret: string | null; redirect_uri: string | null }[];
  sign_in: { url: string };
}

/** GET with a Host header of one's own; `fetch` does not send one. */
function statusFor(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/health/live', headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode!);
    })
      .on('error', reject)
      .end();
  });
}

jest.setTimeout(90_000);

// The demo has its own SQLite database: there is nothing that another engine could change.
const suite = engine === 'sqlite' ? describe : describe.skip;

suite('npm run demo', () => {
  let port: number;
  let first: RunningCommand;

  beforeAll(async () => {
    ensureBuilt();
    port = await freePort();
    first = await demo(['--port', String(port)]).says(READY);
  }, BUILD_TIMEOUT);

  afterAll(async () => {
    await first.stop();
    folder.remove();
  });

  describe('the first start', () => {
    it('says what there is, in real numbers', () => {
      const { stdout } = first;
      expect(stdout).toContain('  Grantor 0.1.0   demo, this machine only\n');
      expect(stdout).toMatch(/ {2}database {2}data\/demo\.sqlite {3}\d+ migrations? applied\n/);
      expect(stdout).toMatch(/ {2}key {7}RS256 {2}kid \d{4}-\d\d-\d\d-a {3}made now\n/);
      expect(stdout).toMatch(/ {2}data {6}3 people · 4 apps · \d+ scopes · 5 projects\n/);
      expect(stdout).toContain(`  Start page    http://localhost:${port}/\n`);
      expect(stdout).toMatch(/ {2}People {8}ada@example\.com \/ demo-ada-password {3}admin\n/);
      expect(stdout).toMatch(/eve@example\.com \/ demo-eve-password {3}disabled, to see the error\n/);
      expect(stdout).toMatch(
        /demo-m2m +secret demo-m2m-secret +client credentials, admin:read admin:write admin:users\n/,
      );
      expect(stdout).toContain(`http://localhost:${port}/playground/callback`);
      expect(first.stderr).toBe('');
    });

    it('prints links that answer', async () => {
      const links = [
        ...first.stdout.matchAll(
          /^ {2}(?:Start page|Apps & API|Admin|Playground|Mails|Discovery|Keys) +(\S+)/gm,
        ),
      ].map(([, url]) => url!);
      expect(links).toHaveLength(7);
      for (const link of links) expect((await fetch(link)).status).toBe(200);
    });

    it('prints lines that work as they are pasted', async () => {
      const { stdout, status } = await paste(`${below('Paste this:', first.stdout)} -w '\\n%{http_code}\\n'`);
      expect(status).toBe(0);
      const [body, code] = stdout.trim().split('\n');
      expect(code).toBe('200');
      expect(JSON.parse(body!)).toMatchObject({ users: 3, clients: 4, projects: 5 });
    });

    it('prints a link that signs Ada in, comes back to the playground, and gives tokens for the code', async () => {
      const link = below('Sign in as Ada and allow demo-spa:', first.stdout).trim();
      const browser = new Browser(`http://localhost:${port}`);
      const signIn = await browser.open(link);
      expect(signIn.body).toContain('value="ada@example.com"');
      const consent = await browser.follow(await browser.signIn(ADA.email, ADA.password, signIn));
      const back = new URL((await browser.submit(consent, 'consent', {}, 'Allow')).leadsTo!);
      const code = back.searchParams.get('code')!;
      expect(back.origin + back.pathname).toBe(`http://localhost:${port}/playground/callback`);

      const page = await browser.get(back.href);
      expect(page.status).toBe(200);
      expect(page.body).toContain('You are back at the app');
      expect(page.body).not.toContain(code);
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');

      const exchange = below('Then, with the code from the address bar in the place of CODE:', first.stdout);
      const { stdout } = await paste(exchange.replace('=CODE', `=${code}`));
      const tokens = JSON.parse(stdout) as { access_token: string };
      const projects = await fetch(`http://localhost:${port}/v1/projects`, {
        headers: { Authorization: `Bearer ${tokens.access_token}` },
      });
      expect(((await projects.json()) as { data: object[] }).data).toHaveLength(3);
    });

    it('has Eve, who may not sign in', async () => {
      const page = await new Browser(`http://localhost:${port}`).signIn(
        'eve@example.com',
        'demo-eve-password',
      );
      expect(page.body).toContain('role="alert"');
    });

    it('answers this machine only, by whatever name: 421 to any other Host', async () => {
      for (const host of [`localhost:${port}`, '127.0.0.1', `[::1]:${port}`, 'LOCALHOST']) {
        expect(await statusFor(port, host)).toBe(200);
      }
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        'localhost.evil.example',
        '127.0.0.1.nip.io',
        '10.0.0.1',
      ]) {
        expect(await statusFor(port, host)).toBe(421);
      }
    });

    it('prints it all again with --info, for the port that it has', async () => {
      const { status, stdout } = await demoToEnd(['--info']);
      expect(status).toBe(0);
      expect(below('Paste this:', stdout)).toBe(below('Paste this:', first.stdout));
      expect(stdout).toContain('3 people · 4 apps');
    });
  });

  it('starts again on what is there, in four lines and quickly; a taken port makes it take the next free one', async () => {
    const begun = Date.now();
    const second = await demo(['--port', String(port)]).says(READY);
    // Five seconds on an idle machine; the suites beside this one slow it down.
    expect(Date.now() - begun).toBeLessThan(20_000);
    const [, moved] = new RegExp(`Port ${port} is taken by another program: this demo uses (\\d+)\\.`).exec(
      second.stdout,
    )!;
    expect(second.stdout.split('\n').filter((line) => line !== '')).toHaveLength(1 + 4);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'demo-web',
      redirect_uri: `http://localhost:${moved}/playground/callback`,
    });
    const page = await new Browser(`http://localhost:${moved}`).open(`/oauth/authorize?${query.toString()}`);
    expect(page.body).toContain('to continue to <strong>Demo Web</strong>');
    await second.stop();
  });

  it('prints one JSON document with --json, and nothing else to stdout while it runs', async () => {
    const running = await demo(['--port', '0', '--json']).says('\n}\n');
    const facts = JSON.parse(running.stdout) as Facts;
    expect(facts).toMatchObject({
      first_start: false,
      port_taken: null,
      issuer: `http://localhost:${facts.port}`,
      database: { path: 'data/demo.sqlite' },
      data: { people: 3, apps: 4, projects: 5 },
    });
    expect(facts.apps.map(({ client_id, client_secret }) => [client_id, client_secret])).toEqual([
      ['demo-web', 'demo-web-secret'],
      ['demo-spa', null],
      ['demo-native', null],
      ['demo-m2m', 'demo-m2m-secret'],
    ]);
    expect((await fetch(`${facts.issuer}/nothing`)).status).toBe(404);
    await running.stop();
    expect(() => JSON.parse(running.stdout) as unknown).not.toThrow();
  });

  it('counts a port as taken where only [::1] is', async () => {
    const blocker = createServer();
    const taken = await freePort();
    const hasIpv6 = await new Promise<boolean>((resolve) => {
      blocker.once('error', () => resolve(false)).listen(taken, '::1', () => resolve(true));
    });
    const running = await demo(['--port', String(taken), '--json']).says('\n}\n');
    const { port: got, port_taken } = JSON.parse(running.stdout) as Facts;
    if (hasIpv6) expect([got !== taken, port_taken]).toEqual([true, taken]);
    await running.stop();
    blocker.close();
  });

  it('starts over with --reset', async () => {
    const place = emptyFolder();
    const start = async (args: string[]) => {
      const running = startCommand('demo/main.js', ['--port', '0', '--json', ...args], { cwd: place.path });
      await running.says('\n}\n');
      await running.stop();
      return JSON.parse(running.stdout) as Facts;
    };
    expect((await start([])).first_start).toBe(true);
    expect((await start([])).first_start).toBe(false);
    expect((await start(['--reset'])).first_start).toBe(true);
    place.remove();
  });

  describe('refuses', () => {
    it.each<[string, string[], CommandEnv, string]>([
      ['production', [], { NODE_ENV: 'production' }, 'does not run with NODE_ENV=production'],
      ['a host that others reach', [], { HOST: '0.0.0.0' }, 'HOST is 0.0.0.0'],
      [
        'a server database',
        [],
        { DB_URL: 'mysql://root@127.0.0.1/grantor' },
        'DB_URL names a database that is not',
      ],
      ['another file', [], { DB_URL: 'sqlite:./data/grantor.sqlite' }, 'DB_URL names a database that is not'],
      ['a port that is none', ['--port', '70000'], {}, 'use a number from 0 to 65535'],
      ['a flag that it does not know', ['--rest'], {}, 'This is not understood: --rest'],
    ])('%s', async (_what, args, env, reason) => {
      const { status, stdout, stderr } = await demoToEnd(args, env);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(reason);
      expect(stderr).not.toMatch(/^\s+at /m);
    });

    it('a database under its name that is somebody’s, and leaves it as it is', async () => {
      const place = emptyFolder();
      const DB_URL = 'sqlite:./data/demo.sqlite';
      const admin = ['admin:create', '--email', 'real@example.com', '--name', 'Real'];
      const created = await runCommand('cli/main.js', admin, { cwd: place.path, env: { DB_URL } });
      expect(created.status).toBe(0);
      for (const args of [[], ['--reset'], ['--info']]) {
        const { status, stderr } = await demoToEnd([...args, '--json'], {}, place.path);
        expect(status).toBe(1);
        expect(JSON.parse(stderr)).toMatchObject({ error: 'refused' });
        expect(stderr).toContain('is not a demo database');
      }
      const list = await runCommand('cli/main.js', ['user:list'], { cwd: place.path, env: { DB_URL } });
      expect(list.stdout).toContain('real@example.com');
      place.remove();
    });

    it('a database of a version whose tables were others, and says how to start over', async () => {
      const place = emptyFolder();
      const app = ['client:create', '--name', 'Demo', '--type', 'web', '--client-id', 'demo-web'];
      const args = [...app, '--redirect-uri', 'http://localhost:3000/playground/callback'];
      const created = await runCommand('cli/main.js', args, { cwd: place.path, env: { NODE_ENV: 'demo' } });
      expect(created).toMatchObject({ status: 0 });
      const database = new Sqlite(join(place.path, 'data', 'demo.sqlite'));
      database.exec('ALTER TABLE grantor_clients DROP COLUMN introspect');
      database.close();
      const { status, stderr } = await demoToEnd([], {}, place.path);
      expect(status).toBe(1);
      expect(stderr).toContain(
        'was made by another version of the demo. Start over: npm run demo -- --reset',
      );
      place.remove();
    });

    it('a file that is no database, until it is told to start over', async () => {
      const place = emptyFolder();
      await demoToEnd([], { HOST: '0.0.0.0' }, place.path);
      const file = join(place.path, 'data', 'demo.sqlite');
      writeFileSync(file, 'not a database '.repeat(100));
      const { status, stderr } = await demoToEnd([], {}, place.path);
      expect(status).toBe(1);
      expect(stderr).toContain('cannot be read as a database');
      expect(readFileSync(file, 'utf8')).toContain('not a database');
      place.remove();
    });

    it('--info where there is no demo yet', async () => {
      const place = emptyFolder();
      const { status, stderr } = await demoToEnd(['--info'], {}, place.path);
      expect(status).toBe(1);
      expect(stderr).toContain('There is no demo here yet.');
      expect(existsSync(join(place.path, 'data', 'demo.sqlite'))).toBe(false);
      place.remove();
    });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BUILD_TIMEOUT,
  emptyFolder,
  ensureBuilt,
  paste,
  type RunningCommand,
  startCommand,
} from '../support/command';
import { freePort } from '../support/test-server';

const ROOT = join(__dirname, '..', '..');

/** The blocks that the README marks as steps of a round trip, in their order. */
const steps = [
  ...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(
    /<!-- round-trip: (.+?) -->\s*```bash\n(.*?)```/gs,
  ),
].map(([, name, lines]) => ({ name: name!, lines: lines! }));

describe("the README's own lines", () => {
  let folder: ReturnType<typeof emptyFolder>;
  let demo: RunningCommand;
  let printed: Map<string, string>;

  beforeAll(async () => {
    ensureBuilt();
    folder = emptyFolder();
    const port = await freePort();
    demo = await startCommand('demo/main.js', ['--port', String(port)], { cwd: folder.path }).says(
      'Stop with Ctrl+C',
    );
    const marked = steps.map(({ name, lines }) => `printf '\\036%s\\037' '${name}'\n${lines}`).join('\n');
    // The demo of this test has another port and folder, and its commands are built already.
    const script = marked
      .replaceAll('localhost:3000', `localhost:${port}`)
      .replaceAll('npm run -s cli --', `node ${join(ROOT, 'dist', 'cli', 'main.js')}`);
    const { stdout, stderr } = await paste(`cd ${folder.path}\n${script}`);
    printed = new Map(stdout.split('\x1e').map((part) => part.split('\x1f') as [string, string]));
    if (stderr) throw new Error(stderr);
  }, BUILD_TIMEOUT);

  afterAll(async () => {
    await demo?.stop();
    folder?.remove();
  });

  it('has a step for each flow', () => {
    expect(steps.map(({ name }) => name)).toEqual([
      'sign-in',
      'code with secret',
      'pkce',
      'client credentials',
      'refresh',
      'revoke',
      'personal token',
      'admin: who signs in',
      'admin: an app',
      'admin: what happened',
    ]);
  });

  it.each(['code with secret', 'refresh', 'personal token'])('%s: lists the projects', (name) => {
    const { data } = JSON.parse(printed.get(name)!) as { data: { name: string }[] };
    expect(data.length).toBeGreaterThan(0);
  });

  it('pkce: gets tokens without a secret', () => {
    expect(JSON.parse(printed.get('pkce')!)).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.stringMatching(/^art_/),
      scope: 'read:projects write:projects',
    });
  });

  it('client credentials: reads the numbers of the organization', () => {
    expect(JSON.parse(printed.get('client credentials')!)).toMatchObject({ users: 3, clients: 4 });
  });

  it('admin: finds a person, registers an app and reads about it in the audit log', () => {
    const answer = (name: string) => JSON.parse(printed.get(`admin: ${name}`)!) as { data: object[] };
    expect(answer('who signs in').data).toMatchObject([{ email: 'ada@example.com', roles: ['admin'] }]);
    expect(answer('an app')).toMatchObject({
      name: 'Reports',
      client_secret: expect.stringMatching(/^acs_/),
    });
    expect(answer('what happened').data[0]).toMatchObject({ type: 'client.secret.created' });
  });

  it('revoke: the access token is refused at once', () => {
    expect(printed.get('revoke')!.trim()).toBe('{}401');
  });
});

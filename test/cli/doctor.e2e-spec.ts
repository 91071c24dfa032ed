import { runCli, settingsOf } from '../support/command';
import { startServer, type TestServer } from '../support/test-server';

interface Report {
  ok: boolean;
  findings: { check: string; state: string; found: string; fix: string | null }[];
}

describe('doctor', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  async function examine(env: Record<string, string>, ...flags: string[]) {
    const result = await runCli(['doctor', ...flags], { env });
    expect(result.stderr).toBe('');
    return result;
  }

  const settings = () => settingsOf(server);

  const stateOf = ({ findings }: Report) =>
    Object.fromEntries(findings.map(({ check, state }) => [check, state]));

  it('finds a running installation sound', async () => {
    const { status, stdout } = await examine(settings(), '--json');
    const report = JSON.parse(stdout) as Report;
    expect([status, report.ok]).toEqual([0, true]);
    expect(stateOf(report)).toMatchObject({
      settings: 'good',
      port: 'good',
      cookies: 'good',
      proxy: 'good',
      secrets: 'good',
      database: 'good',
      migrations: 'good',
      'signing keys': 'advice',
    });
    expect(report.findings.find(({ check }) => check === 'port')!.found).toContain('a Grantor answers');
    for (const secret of [server.settings.cookieSecret, server.settings.keyEncryptionSecret])
      expect(stdout).not.toContain(secret);
  });

  it('says what to mend, each with its fix, and ends with 1', async () => {
    const env = {
      ...settings(),
      ISSUER: 'https://auth.example.com',
      GRANTS: 'authorization_code,refresh_token,password,implicit',
      KEY_ENCRYPTION_SECRET: settings()['COOKIE_SECRET']!,
      DB_QUERY_TIMEOUTS: '3s',
    };
    const { status, stdout } = await examine(env, '--json');
    const report = JSON.parse(stdout) as Report;
    expect([status, report.ok]).toEqual([1, false]);
    expect(stateOf(report)).toMatchObject({
      proxy: 'bad',
      secrets: 'bad',
      'password grant': 'bad',
      'implicit grant': 'bad',
    });
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        check: 'signing keys',
        state: 'bad',
        fix: expect.stringContaining('keys:rotate'),
      }),
    );
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        check: 'settings',
        state: 'advice',
        found: expect.stringContaining('DB_QUERY_TIMEOUTS'),
      }),
    );
    for (const { state, fix } of report.findings) if (state !== 'good') expect(fix).toMatch(/\w/);
    const text = await examine(env);
    expect(text.stdout).toMatch(/ {2}✗ password grant +on: .*\n +→ Take it out of GRANTS\.\n/);
    expect(text.stdout).toMatch(/\n\d things have to be mended\.\n$/);
  });

  it('works where nothing can start: settings that are missing, and a database that is not there', async () => {
    const missing = JSON.parse((await examine({ NODE_ENV: 'production' }, '--json')).stdout) as Report;
    expect(stateOf(missing)).toMatchObject({
      ISSUER: 'bad',
      DB_URL: 'bad',
      COOKIE_SECRET: 'bad',
      KEY_ENCRYPTION_SECRET: 'bad',
    });
    const away = { ...settings(), DB_URL: 'mysql://grantor:secret-word@127.0.0.1:1/grantor' };
    const { status, stdout } = await examine(away, '--json');
    expect(status).toBe(1);
    expect(stateOf(JSON.parse(stdout) as Report)).toMatchObject({ database: 'bad' });
    expect(stdout).not.toContain('secret-word');
  });
});

import { Outbox } from '../../src/mail/application/outbox';
import { Browser, type Page } from '../support/browser';
import { dump } from '../support/dump';
import { authorizePath, PASSWORD, type TestClient } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const SECRET = /\b(?:apat|acs|art|aat|aac)_[0-9A-Za-z]{30,}/g;
const CALLBACK = 'https://board.example.com/callback';

/** A browser that keeps everything that it was told. */
class Witness extends Browser {
  readonly answers: string[] = [];

  override async get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.note(await super.get(path, headers));
  }

  override async post(path: string, fields: Record<string, string>): Promise<Page> {
    return this.note(await super.post(path, fields));
  }

  private note(page: Page): Page {
    this.answers.push(`${[...page.headers].join('\n')}\n${page.body}`);
    return page;
  }
}

describe('a secret is in one answer, and nowhere else', () => {
  let server: TestServer;
  let browser: Witness;
  const logged: string[] = [];
  const made = new Map<string, string>();

  const secretsIn = (text: string) => [...new Set(text.match(SECRET) ?? [])];

  /** Notes the one secret that this answer shows. */
  function found(what: string, text: string): string {
    const [secret, ...more] = secretsIn(text);
    if (!secret || more.length > 0) throw new Error(`${what}: ${secretsIn(text).length} secrets in ${text}`);
    made.set(what, secret);
    return secret;
  }

  async function tokens(what: string, login: string, body: Record<string, string>): Promise<string> {
    const headers = { Authorization: `Basic ${Buffer.from(login).toString('base64')}` };
    const answer = await fetch(`${server.url}/oauth/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(body),
    });
    const text = await answer.text();
    browser.answers.push(text);
    const { access_token, refresh_token } = JSON.parse(text) as Record<string, string>;
    if (!access_token) throw new Error(text);
    made.set(`access token ${what}`, access_token);
    if (refresh_token) made.set(`refresh token ${what}`, refresh_token);
    return refresh_token ?? access_token;
  }

  beforeAll(async () => {
    const write = process.stdout.write.bind(process.stdout);
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest) => {
      logged.push(String(chunk));
      return write(chunk, ...(rest as []));
    });
    server = await startServer({
      env: { LOG_LEVEL: 'trace', LOG_FORMAT: 'pretty', ACCESS_TOKEN_FORMAT: 'opaque' },
    });
    const ada = await somebody(server);
    browser = new Witness(server.url);
    await browser.signIn(ada.email, PASSWORD);
    await makeEverything();
    await readEverything();
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await server.close();
  });

  async function makeEverything(): Promise<void> {
    const form = await browser.get('/settings/apps/new?type=web');
    const values = { name: 'Board', redirect_uris: CALLBACK, scopes: 'read:projects' };
    const app = await browser.submit(form, 'new-app', values);
    found('client secret', app.body);
    const id = /<code id="client-id">(app_\w+)</.exec(app.body)![1]!;
    const rotate = await browser.get(`/settings/apps/${id}/secrets/new`);
    const rotated = await browser.submit(rotate, 'confirm', { overlap: '86400' });
    const login = `${id}:${found('second client secret', rotated.body)}`;

    const newToken = await browser.get('/settings/tokens/new');
    found('personal token', (await browser.submit(newToken, 'new-token', { name: 'ci' })).body);
    const list = await browser.get('/settings/tokens');
    const step = /href="([^"]+\/rotate)"/.exec(list.body)![1]!;
    found('rotated token', (await browser.submit(await browser.get(step), 'confirm')).body);

    const client = { id, redirectUri: CALLBACK } as TestClient;
    const consent = await browser.open(authorizePath(client, { scope: 'read:projects' }));
    const back = await browser.submit(consent, 'consent', {}, 'Allow');
    const code = new URL(back.leadsTo!).searchParams.get('code')!;
    made.set('code', code);
    const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK };
    const refresh = await tokens('from the code', login, grant);
    await tokens('from the refresh', login, { grant_type: 'refresh_token', refresh_token: refresh });
  }

  /** Everything that a person can look at afterwards. */
  async function readEverything(): Promise<void> {
    for (const section of [
      'apps',
      'tokens',
      'tokens?state=ended',
      'connections',
      'sessions',
      'profile',
      'security',
    ])
      await browser.get(`/settings/${section}`);
    const apps = await browser.get('/settings/apps');
    await browser.get(/href="(\/settings\/apps\/app_\w+)"/.exec(apps.body)![1]!);
  }

  it('of every kind', () => {
    expect([...made.keys()]).toEqual([
      'client secret',
      'second client secret',
      'personal token',
      'rotated token',
      'code',
      'access token from the code',
      'refresh token from the code',
      'access token from the refresh',
      'refresh token from the refresh',
    ]);
    expect(new Set(made.values()).size).toBe(made.size);
  });

  it('was told once', () => {
    for (const [what, secret] of made) {
      const answers = browser.answers.filter((answer) => answer.includes(secret));
      expect([what, answers.length]).toEqual([what, 1]);
    }
  });

  it('is not in the database, not in the log, not in a mail', async () => {
    const mails = JSON.stringify(server.get(Outbox));
    const places = { database: await dump(server), log: logged.join(''), mails };
    expect(logged.join('').length).toBeGreaterThan(1000);
    for (const [place, text] of Object.entries(places)) {
      for (const [what, secret] of made) {
        // The middle of it too: prefixes and last characters are shown on purpose.
        const traces = [secret, secret.slice(6, 30)].filter((part) => text.includes(part));
        expect([place, what, traces]).toEqual([place, what, []]);
      }
    }
  });
});

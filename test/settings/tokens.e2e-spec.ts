import { type Browser, decodeHtml, formOf, type Page } from '../support/browser';
import { api, PASSWORD, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/settings/tokens';
const DAY_S = 86_400;

describe('Settings → Access tokens', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server);
    browser = await browserOf(server, ada);
  });

  const valueIn = (page: Page) => /<output id="token">(apat_\w+)<\/output>/.exec(page.body)?.[1] ?? null;
  const linksIn = (page: Page, step: string) =>
    [...page.body.matchAll(new RegExp(`href="([^"]+/${step})"`, 'g'))].map(([, href]) => href!);

  async function create(values: Record<string, string> = {}): Promise<Page> {
    const page = await browser.get(`${PATH}/new`);
    return browser.submit(page, 'new-token', { name: 'ci', scopes: 'read:projects', ...values });
  }

  it('begins with an empty list that says what a token is', async () => {
    expect((await browser.get(PATH)).body).toContain('A token lets a script of yours use the API as you');
  });

  it('makes a token that is shown once, with a command that works', async () => {
    const made = await create();
    expect(made.status).toBe(200);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const value = valueIn(made)!;
    const curl = decodeHtml(/<pre[^>]*id="token-curl"[^>]*><code>(.*?)<\/code>/s.exec(made.body)![1]!);
    expect(curl).toBe(`curl -H "Authorization: Bearer ${value}" ${server.settings.url('/v1/projects')}`);
    expect((await api(server, '/v1/projects', value)).status).toBe(200);
    const list = await browser.get(PATH);
    expect(list.body).toContain('127.0.0.1');
    expect(list.body).not.toContain(value);
  });

  it('makes one token of a form that is sent twice, and does not show it again', async () => {
    const page = await browser.get(`${PATH}/new`);
    const send = () => browser.submit(page, 'new-token', { name: 'twice', scopes: 'read:projects' });
    expect(valueIn(await send())).not.toBeNull();
    const again = await send();
    expect(again.status).toBe(409);
    expect(again.body).toContain('This was already created');
    expect(valueIn(again)).toBeNull();
    expect(linksIn(await browser.get(PATH), 'revoke')).toHaveLength(1);
  });

  it('makes one token of forms that are sent at the same moment', async () => {
    const { action, fields } = formOf(await browser.get(`${PATH}/new`), 'new-token');
    const send = () => browser.post(action, { ...fields, name: 'at once', scopes: 'read:projects' });
    const answers = await Promise.all(Array.from({ length: 10 }, send));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
    expect(linksIn(await browser.get(PATH), 'revoke')).toHaveLength(1);
  });

  it('keeps what was typed and says at the field what is wrong', async () => {
    await create({ name: 'taken' });
    for (const [values, field, words] of [
      [{ name: '' }, 'name', 'Use 1 to 100 characters.'],
      [{ name: 'taken' }, 'name', 'You have a token of this name'],
      [{ scopes: 'admin:write' }, 'scopes', 'Your role does not allow the scope admin:write.'],
      [{ scopes: 'no:such' }, 'scopes', 'There is no scope no:such.'],
      [{ expires: 'never' }, 'expires', 'Use 1 to 366 days.'],
      [{ expires: '367' }, 'expires', 'Use 1 to 366 days.'],
      [{ expires: 'date', date: '2020-01-01' }, 'expires', 'Use 1 to 366 days.'],
      [{ expires: 'date', date: 'soon' }, 'expires', 'Use 1 to 366 days.'],
      [{ expires: 'x' }, 'expires', 'Use 1 to 366 days.'],
      [{ description: 'x'.repeat(501) }, 'description', 'Use 0 to 500 characters.'],
    ] as const) {
      const refused = await create({ name: 'kept name', description: 'kept words', ...values });
      expect([values, refused.status]).toEqual([values, 400]);
      expect(refused.body).toMatch(new RegExp(`id="${field}-error">${words.replace(/\./g, '\\.')}`));
      expect(refused.body).toContain('<title>Error: New access token');
      expect(refused.body).toContain('role="alert"');
      const { fields } = formOf(refused, 'new-token');
      // A scope or a preset that is not offered cannot be ticked.
      const kept = Object.entries(values).filter(([name]) => /^(name|description|date)$/.test(name));
      expect(fields).toMatchObject({
        name: 'kept name',
        description: 'kept words',
        ...Object.fromEntries(kept),
      });
    }
    expect(linksIn(await browser.get(PATH), 'revoke')).toHaveLength(1);
  });

  it('offers what the role allows, and marks what is risky', async () => {
    const mine = await browser.get(`${PATH}/new`);
    expect(mine.body).toContain('value="delete:projects"');
    expect(mine.body).not.toContain('value="admin:');
    const admin = await browserOf(server, await somebody(server, 'admin'));
    expect((await admin.get(`${PATH}/new`)).body).toContain('value="admin:users"');
  });

  it('is filled in by a link, which makes nothing', async () => {
    const query = 'name=ci%20deploy&scopes=read:projects,write:projects&expires_in=90d&description=x';
    const page = await browser.get(`${PATH}/new?${query}`);
    const checked = [...page.body.matchAll(/name="(\w+)" value="([^"]+)" checked/g)].map(
      ([, n, v]) => `${n}=${v}`,
    );
    expect(checked).toEqual(['expires=90', 'scopes=read:projects', 'scopes=write:projects']);
    expect(formOf(page, 'new-token').fields).toMatchObject({ name: 'ci deploy', description: 'x' });
    expect((await browser.get(PATH)).body).toContain('No access tokens');
    const odd = await browser.get(`${PATH}/new?name=%3Cscript%3E&scopes=%22%3E&expires_in=45d`);
    expect(odd.body).not.toContain('<script>');
    expect(formOf(odd, 'new-token').fields).toMatchObject({ expires: 'date' });
  });

  it('ends at 00:00 UTC of the day that was chosen', async () => {
    const now = server.now();
    const date = new Date(now + 10 * DAY_S * 1000).toISOString().slice(0, 10);
    const value = valueIn(await create({ expires: 'date', date }))!;
    server.advance((Date.parse(date) - now) / 1000 - 30);
    expect((await api(server, '/v1/projects', value)).status).toBe(200);
    server.advance(30);
    expect((await api(server, '/v1/projects', value)).status).toBe(401);
  });

  it('rotates with an overlap, and shows the new value once', async () => {
    const first = valueIn(await create())!;
    const [link] = linksIn(await browser.get(PATH), 'rotate');
    const page = await browser.get(link!);
    const rotated = await browser.submit(page, 'confirm', { overlap: '3600', expires: '7' });
    const second = valueIn(rotated)!;
    expect(second).not.toBe(first);
    const statuses = async () => [
      (await api(server, '/v1/projects', first)).status,
      (await api(server, '/v1/projects', second)).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    expect((await browser.submit(page, 'confirm', { overlap: '3600' })).status).toBe(409);
    expect(linksIn(await browser.get(PATH), 'rotate')).toHaveLength(1);
    server.advance(3601);
    expect(await statuses()).toEqual([401, 200]);
    expect((await browser.open(`${PATH}?state=ended`)).body).toContain(first.slice(-4));
  });

  it('rotates at once, one of many who try', async () => {
    const first = valueIn(await create())!;
    const [link] = linksIn(await browser.get(PATH), 'rotate');
    const pages = await Promise.all(Array.from({ length: 5 }, () => browser.get(link!)));
    const answers = await Promise.all(pages.map((page) => browser.submit(page, 'confirm')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const lost of answers.filter(({ status }) => status !== 200)) {
      expect(lost.status).toBe(409);
      expect(lost.body).toContain('has been rotated already');
    }
    expect((await api(server, '/v1/projects', first)).status).toBe(401);
  });

  it('revokes at once, and shows what has ended for 90 days', async () => {
    const value = valueIn(await create({ name: 'short-lived' }))!;
    const [link] = linksIn(await browser.get(PATH), 'revoke');
    const ask = await browser.get(link!);
    for (let times = 0; times < 2; times++) {
      const done = await browser.follow(await browser.submit(ask, 'confirm'));
      expect(done.body).toContain('The token is revoked.');
    }
    expect((await api(server, '/v1/projects', value)).status).toBe(401);
    expect((await browser.get(PATH)).body).not.toContain('short-lived');
    expect((await browser.get(`${PATH}?state=ended`)).body).toContain('short-lived');
    server.advance(91 * DAY_S);
    const later = await browserOf(server, ada);
    expect((await later.get(`${PATH}?state=ended`)).body).not.toContain('short-lived');
  });

  it('asks for the password again when the sign-in is old, and keeps what was typed', async () => {
    server.advance(16 * 60);
    const refused = await create({ name: 'careful' });
    expect(refused.status).toBe(403);
    expect(formOf(refused, 'new-token').fields).toMatchObject({ name: 'careful', scopes: 'read:projects' });
    const made = await browser.submit(refused, 'new-token', { current_password: PASSWORD });
    expect(valueIn(made)).not.toBeNull();
    expect(made.body).not.toContain(PASSWORD);
  });

  it('shows and changes nothing of somebody else', async () => {
    await create();
    const list = await browser.get(PATH);
    const other = await browserOf(server, await somebody(server));
    const { fields } = formOf(await other.get(`${PATH}/new`), 'new-token');
    for (const link of [...linksIn(list, 'rotate'), ...linksIn(list, 'revoke'), `${PATH}/tok_x/revoke`]) {
      expect((await other.get(link)).status).toBe(404);
      expect((await other.post(link, fields)).status).toBe(404);
    }
    expect(linksIn(await browser.get(PATH), 'revoke')).toHaveLength(1);
  });
});

import { curlIn, runApi } from '../support/admin-page';
import { type Browser, formOf, type Page } from '../support/browser';
import { ALL_SCOPES, withPersonalToken } from '../support/caller';
import { formsOf } from '../support/forms';
import { addClient, PASSWORD, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { runShell } from '../support/shell';
import { startServer, type TestServer } from '../support/test-server';

const SETTINGS = '/admin/settings';
const NEW = '/admin/new-scope';
const SCOPE_FORM = 'scope-form';
const FORM = 'server-settings';

describe('Administration → Scopes, Settings', () => {
  let server: TestServer;
  let ada: TestPerson;
  let admin: Browser;
  let bearer: string;

  beforeAll(async () => {
    server = await startServer({
      env: {
        ACCESS_TOKEN_TTL: '90m',
        SMTP_URL: 'smtp://me:hush@127.0.0.1:9',
        MAIL_FROM: 'no-reply@example.com',
      },
    });
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server, 'admin');
    admin = await browserOf(server, ada);
    bearer = (await withPersonalToken(server, ada, ALL_SCOPES)).bearer!;
  });

  const formIn = (page: Page, id: string) => formsOf(page).find((form) => form.id === id)!;

  /** What stands in a form; of boxes the last one that is ticked. */
  const typedIn = (page: Page, id: string) =>
    Object.fromEntries(
      formIn(page, id)
        .fields.filter(({ sent }) => sent)
        .map(({ name, value }) => [name, value]),
    );

  /** Sends a form as a browser does, with these values in it. */
  function send(page: Page, id: string, values: Record<string, string> = {}): Promise<Page> {
    const { action, fields } = formIn(page, id);
    const rest = fields.filter(({ name, sent }) => sent && !(name in values));
    const pairs = rest.map(({ name, value }): [string, string] => [name, value]);
    return admin.post(action, [...pairs, ...Object.entries(values)]);
  }

  /** Every command of a page, one after the other. */
  async function runEach(page: Page): Promise<Record<string, unknown>[]> {
    const answers = [];
    for (const command of curlIn(page).split('\n\n')) {
      answers.push(JSON.parse(await runShell(command, { TOKEN: bearer })) as Record<string, unknown>);
    }
    return answers;
  }

  it('are there for administrators only', async () => {
    const member = await browserOf(server, await somebody(server));
    const { fields } = formOf(await member.get('/settings/tokens/new'), 'new-token');
    const scope = '/admin/scopes/read%3Aprojects';
    for (const path of ['/admin/scopes', NEW, scope, `${scope}/delete`, SETTINGS])
      expect((await member.get(path)).status).toBe(404);
    expect((await admin.get(`${scope}/delete`)).status).toBe(404);
    expect((await admin.get('/admin/scopes/read%3Anothing')).status).toBe(404);
    for (const path of [NEW, scope, `${scope}/delete`, SETTINGS]) {
      expect((await member.post(path, fields)).status).toBe(404);
      expect((await admin.post(path, {})).status).toBe(403);
    }
  });

  it('say of every scope what it allows, and how many apps may ask for it', async () => {
    const appsOf = async (scope: string) => {
      const { body } = await admin.get('/admin/scopes');
      const row = body.split('<tr>').find((part) => part.includes(`<code>${scope}</code>`))!;
      return Number(/<td[^>]*>(\d+)<\/td><\/tr>/.exec(row)![1]);
    };
    const before = await appsOf('delete:projects');
    await addClient(server, { scopes: ['read:projects', 'delete:projects'] });
    expect(await appsOf('delete:projects')).toBe(before + 1);
    expect((await admin.get('/admin/scopes')).body).toContain('Delete projects');
  });

  it('give a command that lists the same scopes', async () => {
    const { data } = await runApi<{ data: { name: string }[] }>(await admin.get('/admin/scopes'), bearer);
    expect(data.map(({ name }) => name)).toContain('delete:projects');
  });

  /** The page of a new scope of that name. */
  async function added(name: string) {
    await send(await admin.get(NEW), SCOPE_FORM, { name, description: 'Read the plans' });
    return admin.get(`/admin/scopes/${encodeURIComponent(name)}`);
  }

  it('add a scope, once however often the form is sent, which consent then words so', async () => {
    const page = await admin.get(NEW);
    const wish = {
      name: 'read:plans',
      description: 'Read the plans',
      locale_de: 'Pläne lesen',
      risk: 'write',
    };
    const tried = await send(page, SCOPE_FORM, { ...wish, act: 'preview' });
    expect(tried.status).toBe(200);
    expect(tried.body.split('id="preview"')[1]).toMatch(/Read the plans.*Pläne lesen/s);
    expect(typedIn(tried, SCOPE_FORM)).toMatchObject(wish);
    expect((await admin.get('/admin/scopes')).body).not.toContain('read:plans');
    const done = await admin.follow(await send(tried, SCOPE_FORM));
    expect(done.body).toContain('The scope is added.');
    expect(done.body).toContain('<code>read:plans</code>');
    expect((await send(page, SCOPE_FORM, wish)).status).toBe(303);
    const other = await send(page, SCOPE_FORM, { ...wish, description: 'Something else' });
    expect(other.status).toBe(409);
    expect(other.body).toContain('id="name-error"');
    const made = await runApi<object>(await admin.get(NEW), bearer);
    expect(made).toMatchObject({ name: 'read:reports', description: 'Read reports' });
  });

  it('say at every field of a scope what is wrong, and keep what was typed', async () => {
    const wish = { name: 'admin:all', description: ' ', locale_fr: '\u200b', audience: 'here' };
    const page = await send(await admin.get(NEW), SCOPE_FORM, wish);
    expect(page.status).toBe(400);
    for (const id of ['name', 'description', 'locale-fr', 'audience'])
      expect(page.body).toContain(`id="${id}-error"`);
    expect(typedIn(page, SCOPE_FORM)).toMatchObject(wish);
  });

  it('reword scopes, also ours, and say so when somebody else was faster', async () => {
    const page = await admin.get('/admin/scopes/read%3Aprojects');
    expect(typedIn(page, SCOPE_FORM)).not.toHaveProperty('audience');
    const wish = { consent_text: 'Look at the projects' };
    expect((await admin.follow(await send(page, SCOPE_FORM, wish))).body).toContain('Saved.');
    expect((await send(page, SCOPE_FORM, wish)).status).toBe(303);
    const late = await send(page, SCOPE_FORM, { consent_text: 'See what is planned' });
    expect(late.status).toBe(412);
    expect(late.body).toContain('Somebody else has changed this meanwhile.');
    expect((await send(late, SCOPE_FORM)).status).toBe(303);
    const now = await runApi<object>(await admin.get('/admin/scopes/read%3Aprojects'), bearer);
    expect(now).toMatchObject({ consent_text: 'See what is planned' });
  });

  it('delete a scope when nothing uses it, and say before what does', async () => {
    await added('read:used');
    await addClient(server, { scopes: ['read:used'] });
    const used = await admin.get('/admin/scopes/read%3Aused/delete');
    expect(used.body).toContain('Apps that may ask for it: 1.');
    expect((await send(used, 'confirm')).status).toBe(409);
    await added('read:free');
    const ask = await admin.get('/admin/scopes/read%3Afree/delete');
    expect((await admin.follow(await send(ask, 'confirm'))).body).toContain('The scope is deleted.');
    expect((await send(ask, 'confirm')).status).toBe(303);
    expect((await admin.get('/admin/scopes/read%3Afree')).status).toBe(404);
  });

  it('say how the server is set up, what the environment decides, and no secret', async () => {
    const page = await admin.get(SETTINGS);
    expect(page.body).toContain('90 minutes');
    expect(page.body).toContain('<code>ACCESS_TOKEN_TTL</code>');
    expect(page.body).not.toContain('hush');
    const fields = typedIn(page, FORM);
    expect(fields).not.toHaveProperty('access_token_ttl');
    expect(fields).toMatchObject({ refresh_token_ttl: '2592000', signup: 'invite' });
    const [shown, changed] = await runEach(page);
    expect(shown).toMatchObject({ access_token_ttl: 5400, refresh_token_ttl: 2_592_000 });
    expect(changed).toEqual(shown);
  });

  it('change what is open, once however often the form is sent, and back where a field is emptied', async () => {
    const page = await admin.get(SETTINGS);
    const wish = { refresh_token_ttl: '86400', refresh_grace: '5', access_token_ttl: '60' };
    const done = await send(page, FORM, wish);
    const after = await admin.follow(done);
    expect(after.body).toContain('Saved.');
    expect(after.body).toContain('Now: 1 day.');
    expect((await send(page, FORM, wish)).status).toBe(303);
    const [shown] = await runEach(after);
    expect(shown).toMatchObject({ refresh_token_ttl: 86_400, refresh_grace: 5, access_token_ttl: 5400 });
    const empty = { refresh_token_ttl: '', refresh_grace: '' };
    const back = await admin.follow(await send(after, FORM, empty));
    expect(typedIn(back, FORM)).toMatchObject({ refresh_token_ttl: '2592000', refresh_grace: '0' });
  });

  it('say at the field what is wrong, keep what was typed, and change nothing', async () => {
    const wish = { refresh_token_ttl: '1 week', auth_code_ttl: '61', pat_max_days: '30' };
    const page = await send(await admin.get(SETTINGS), FORM, { ...wish, grants: '' });
    expect(page.status).toBe(400);
    for (const id of ['refresh-token-ttl', 'auth-code-ttl', 'grants'])
      expect(page.body).toContain(`id="${id}-error"`);
    expect(typedIn(page, FORM)).toMatchObject(wish);
    expect(typedIn(await admin.get(SETTINGS), FORM)).toMatchObject({ pat_max_days: '366' });
  });

  it('explain that somebody else was faster: both values are there, and saving again takes mine', async () => {
    const page = await admin.get(SETTINGS);
    await send(page, FORM, { pat_max_days: '90' });
    const late = await send(page, FORM, { pat_max_days: '60' });
    expect(late.status).toBe(412);
    expect(late.body).toContain('Somebody else has changed this meanwhile.');
    expect(late.body).toContain('Now: 90 days.');
    expect((await send(late, FORM)).status).toBe(303);
    expect(typedIn(await admin.get(SETTINGS), FORM)).toMatchObject({ pat_max_days: '60' });
  });

  it('ask for the password when the sign-in is old', async () => {
    const page = await admin.get(SETTINGS);
    server.advance(16 * 60);
    const wish = { auth_code_ttl: '30' };
    const again = await send(page, FORM, wish);
    expect(again.status).toBe(403);
    for (const path of [NEW, '/admin/scopes/read%3Aprojects']) {
      const words = { name: 'read:late', description: 'Late' };
      expect((await send(await admin.get(path), SCOPE_FORM, words)).status).toBe(403);
    }
    expect((await send(again, FORM, { current_password: PASSWORD })).status).toBe(303);
    expect(typedIn(await admin.get(SETTINGS), FORM)).toMatchObject(wish);
  });
});

import { companyServer } from '../../examples/company-server/company.module';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { LocalUser } from '../../src/users/domain/user';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser, formOf } from '../support/browser';
import { addPerson, PASSWORD, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/settings/profile';

describe('Settings → Profile', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;
  let people = 0;
  let company: TestServer | undefined;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(async () => {
    await company?.close();
    await server.close();
  });

  beforeEach(async () => {
    ada = await addPerson(server, `Ada ${people++}`);
    browser = new Browser(server.url);
    await browser.signIn(ada.email, PASSWORD);
  });

  const stored = async () => (await server.get(LocalUsers).find(ada.user.id))!;
  const save = async (values: Record<string, string>) =>
    browser.submit(await browser.get(PATH), 'profile', values);

  it('shows who somebody is', async () => {
    const { body } = await browser.get(PATH);
    expect(formOf(await browser.get(PATH), 'profile').fields).toMatchObject({ name: ada.user.name });
    expect(body).toContain(ada.email);
    expect(body).toContain('<span class="badge ok">verified</span>');
    expect(body).toContain('<option value="" selected>As my browser asks</option>');
  });

  it('says when the address is not confirmed yet', async () => {
    const user = (await stored())!;
    await server.get(LocalUsers).replace(new LocalUser({ ...user, emailVerified: false }), user.version);
    expect((await browser.get(PATH)).body).toContain('not verified');
  });

  it('saves name and language, and speaks it at once', async () => {
    const done = await browser.follow(await save({ name: '  Ada King <b> ', locale: 'de' }));
    expect(done.body).toContain('<html lang="de"');
    expect(done.body).toContain('id="done"');
    expect(done.body).toContain('value="Ada King &lt;b&gt;"');
    expect(done.body).toContain('<option value="de" selected>Deutsch</option>');
    expect(await stored()).toMatchObject({ name: 'Ada King <b>', locale: 'de', version: 2 });
    await save({ locale: '' });
    expect(await stored()).toMatchObject({ locale: null });
  });

  it('does no harm when the form is sent twice', async () => {
    const page = await browser.get(PATH);
    const twice = [1, 2].map(() => browser.submit(page, 'profile', { name: 'Ada King' }));
    expect((await Promise.all(twice)).map(({ status }) => status)).toEqual([303, 303]);
    expect(await stored()).toMatchObject({ name: 'Ada King', version: 2 });
  });

  it('explains a lost race, keeps what was typed, and lets the person decide', async () => {
    const page = await browser.get(PATH);
    await save({ name: 'First' });
    const lost = await browser.submit(page, 'profile', { name: 'Second', locale: 'fr' });
    expect(lost).toMatchObject({ status: 412 });
    expect(lost.body).toContain('Somebody else has changed this meanwhile.');
    expect(lost.body).toContain('There now: First');
    expect(formOf(lost, 'profile').fields).toMatchObject({ name: 'Second' });
    expect(await stored()).toMatchObject({ name: 'First', locale: null });
    expect(await browser.submit(lost, 'profile', { locale: 'fr' })).toMatchObject({ status: 303 });
    expect(await stored()).toMatchObject({ name: 'Second', locale: 'fr' });
  });

  it('does not forget a race over a typing mistake', async () => {
    const page = await browser.get(PATH);
    await save({ name: 'First' });
    const mistake = await browser.submit(page, 'profile', { name: 'Second', locale: 'tlh' });
    expect(mistake).toMatchObject({ status: 400 });
    expect(await browser.submit(mistake, 'profile', { locale: '' })).toMatchObject({ status: 412 });
  });

  it.each([
    ['', 'Use 1 to 100 characters.'],
    ['   ', 'Use 1 to 100 characters.'],
    ['x'.repeat(101), 'Use 1 to 100 characters.'],
    ['a\nb', 'Leave out invisible characters.'],
    ['a\u202eb', 'Leave out invisible characters.'],
    ['a\u200bb', 'Leave out invisible characters.'],
  ])('refuses the name %j at its field', async (name, words) => {
    const page = await save({ name });
    expect(page).toMatchObject({ status: 400 });
    expect(page.body).toContain('<title>Error: Profile');
    expect(page.body).toMatch(/name="name"[^>]*aria-invalid="true" aria-describedby="name-error/);
    expect(page.body).toContain(words);
    expect(await stored()).toMatchObject({ version: 1 });
  });

  it.each(['', 'x', '-1', '1e3', '99999999999999999999', '0x1', '1; DROP TABLE'])(
    'changes nothing for the version %j',
    async (version) => {
      expect(await save({ name: 'Somebody', version })).toMatchObject({ status: 412 });
      expect(await stored()).toMatchObject({ version: 1 });
    },
  );

  it('keeps a language that it does not speak', async () => {
    await server.get(UserAdministration).update(await stored(), { locale: 'pt-BR' }, SYSTEM);
    expect((await browser.get(PATH)).body).toContain('<option value="pt-BR" selected>pt-BR</option>');
    await save({ name: 'Ada King', locale: 'pt-BR' });
    expect(await stored()).toMatchObject({ name: 'Ada King', locale: 'pt-BR' });
  });

  it('refuses a form that it has not made', async () => {
    expect(await browser.post(PATH, { name: 'Eve', version: '1' })).toMatchObject({ status: 403 });
  });

  it('says that the company keeps it, where it does', async () => {
    company = await startServer({ module: companyServer });
    const staff = new Browser(company.url);
    await staff.signIn('grace@acme.example', 'a ship in port is safe');
    const profile = await staff.get(PATH);
    expect(profile.body).toContain('Your company keeps your profile');
    expect(profile.body).not.toContain('id="profile"');
    const csrf = formOf(await staff.get('/settings/sessions/end-others'), 'confirm').fields['csrf']!;
    const refused = await staff.post(PATH, { name: 'Eve', version: '1', csrf });
    expect(refused).toMatchObject({ status: 409 });
  });
});

import { addPerson, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { titled } from '../support/values';
import { type ApiCaller, MEMBER_SCOPES, withPersonalToken } from '../support/caller';

let server: TestServer;
let max: TestPerson;
let caller: ApiCaller;

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

beforeEach(async () => {
  const name = `Max ${Math.random().toString(36).slice(2)}`;
  max = await addPerson(server, name);
  caller = await withPersonalToken(server, max, MEMBER_SCOPES);
});

describe('a profile', () => {
  it('is that of the person behind the token', async () => {
    const { body, headers } = await caller.get('/v1/profile');
    expect(body).toEqual({
      id: max.user.id,
      name: max.user.name,
      picture: null,
      locale: null,
      email: max.email,
      email_verified: true,
    });
    expect(headers.get('etag')).toBe('"1"');
    expect((await caller.get('/v1/profile', { 'If-None-Match': '"1"' })).status).toBe(304);
  });

  it('has no email address without read:email', async () => {
    const narrow = await withPersonalToken(server, max, ['read:profile', 'write:profile']);
    const members = ['id', 'name', 'picture', 'locale'];
    expect(Object.keys((await narrow.get('/v1/profile')).body)).toEqual(members);
    expect(Object.keys((await narrow.patch('/v1/profile', { locale: 'de' })).body)).toEqual(members);
    expect((await narrow.get('/v1/profile/email')).status).toBe(403);
  });

  it('has a page of its own for the email address', async () => {
    expect((await caller.get('/v1/profile/email')).body).toEqual({ email: max.email, email_verified: true });
  });

  it('is changed by a merge patch: absent stays, null empties (RFC 7396 §1)', async () => {
    const changes = { name: 'Max M', picture: 'https://x.example/a.png?s=1', locale: 'de-CH' };
    const changed = await caller.patch('/v1/profile', changes, { 'If-Match': '"1"' });
    expect(changed.body).toMatchObject(changes);
    expect(changed.headers.get('etag')).toBe('"2"');
    const emptied = await caller.patch('/v1/profile', { picture: null, locale: null });
    expect(emptied.body).toMatchObject({ name: 'Max M', picture: null, locale: null });
    expect((await caller.get('/v1/profile')).body).toEqual(emptied.body);
  });

  it.each(
    titled<object>([
      { name: null },
      { name: '' },
      { name: 'a\0' },
      { name: ['Max'] },
      { picture: '' },
      { picture: 'http://x.example' },
      { picture: 'javascript:alert(1)' },
      { picture: 'https://user@x.example/' },
      { picture: 'https://x.example/a b' },
      { picture: 'https://' },
      { picture: ['https://x.example'] },
      { picture: `https://x.example/${'a'.repeat(2000)}` },
      { locale: '' },
      { locale: 'xx_yy' },
      { locale: ['de'] },
      { locale: [] },
      { locale: {} },
      { role: 'admin' },
      { email: 'a@b.example' },
      { email_verified: true },
      { status: 'active' },
      { id: 'user_0123456789abcdef' },
      { password_hash: 'x' },
    ]),
  )('is not changed by %s', async (_, body) => {
    const before = (await caller.get('/v1/profile')).body;
    const { status, problem, body: refusal } = await caller.patch('/v1/profile', body);
    expect([status, problem]).toEqual([400, 'validation-failed']);
    expect(refusal.errors[0]!.pointer).toBe(`/${Object.keys(body)[0]}`);
    expect((await caller.get('/v1/profile')).body).toEqual(before);
  });
});

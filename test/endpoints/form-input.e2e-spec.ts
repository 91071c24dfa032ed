import { Browser, formOf, type Page } from '../support/browser';
import { addClient, addPerson, authorizePath, PASSWORD, type TestPerson } from '../support/oauth';
import { Unlocking } from '../../src/sessions/application/unlocking';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { MUTATIONS, type Mutation, spoil } from '../support/mutations';
import { expectDecent, FORM, JSON_TYPE, type RawAnswer, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

type Fields = Record<string, string>;

/** Bad input at the forms of our pages: sign-in, consent, sign-out. */
describe('bad input at our own forms (S03, S09, S10, S11)', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;
  let consentPath: string;

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
    consentPath = authorizePath(await addClient(server), { scope: 'read:projects', prompt: 'consent' });
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    browser = new Browser(server.url);
    await forgetTries();
  });

  /** These tests are about what each form says, not about how often it may be sent. */
  const forgetTries = () => server.get(Unlocking).unlock(ada.user, SYSTEM);

  const cookie = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  const post = (path: string, body: string, headers: Fields = FORM): Promise<RawAnswer> =>
    send(server, {
      method: 'POST',
      path: new URL(path, server.url).pathname,
      headers: { Cookie: cookie(), Accept: 'text/html', ...headers },
      body,
    });

  /** A refusal: a page, and nothing has happened. */
  function expectRefusal(answer: RawAnswer, what: string): void {
    expectDecent(answer, what);
    expect({
      what,
      status: answer.status >= 400,
      leads: answer.headers.location ?? answer.headers['refresh'],
    }) //
      .toEqual({ what, status: true, leads: undefined });
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(String(answer.headers['set-cookie'] ?? '')).not.toMatch(/session=\w/);
  }

  const expectedOf = ({ kind }: Mutation, otherwise: number): number =>
    kind === 'too large' ? 413 : kind === 'malformed' ? 400 : otherwise;

  async function spoilAll(page: Page, form: string, name: string, more: Fields, otherwise: number) {
    const { action, fields } = formOf(page, form);
    const seen: string[] = [];
    const wanted: string[] = [];
    for (const mutation of MUTATIONS) {
      await forgetTries();
      const answer = await post(action, spoil({ ...fields, ...more }, name, mutation));
      expectRefusal(answer, `${form} ${name} ${mutation.what}`);
      seen.push(`${mutation.what}: ${answer.status}`);
      wanted.push(`${mutation.what}: ${expectedOf(mutation, otherwise)}`);
    }
    expect(seen).toEqual(wanted);
  }

  it('sign-in: csrf', async () => {
    const page = await browser.get('/login');
    await spoilAll(page, 'sign-in', 'csrf', { email: ada.email, password: PASSWORD }, 403);
  });

  it('sign-in: password', async () => {
    const page = await browser.get('/login');
    await spoilAll(page, 'sign-in', 'password', { email: ada.email, password: PASSWORD }, 401);
  }, 60_000);

  it('sign-in: email, which is folded, but no more than that', async () => {
    const { action, fields } = formOf(await browser.get('/login'), 'sign-in');
    for (const mutation of MUTATIONS) {
      const form = spoil({ ...fields, email: ada.email, password: PASSWORD }, 'email', mutation);
      const answer = await post(action, form);
      // White space around it, and capitals, are no other name; U+FEFF counts as white space.
      const same = ['in other letters', 'with a blank behind', 'with a line break behind'];
      if ([...same, 'with a byte order mark'].includes(mutation.what)) {
        expectDecent(answer, mutation.what);
        expect([mutation.what, answer.status]).toEqual([mutation.what, 303]);
      } else {
        expectRefusal(answer, mutation.what);
        expect([mutation.what, answer.status]).toEqual([mutation.what, expectedOf(mutation, 401)]);
      }
    }
  }, 60_000);

  it('sign-in: next leads nowhere but to our own pages', async () => {
    const { action, fields } = formOf(await browser.get('/login'), 'sign-in');
    for (const mutation of MUTATIONS.filter(({ kind }) => kind !== 'malformed' && kind !== 'too large')) {
      const good = { ...fields, email: ada.email, password: PASSWORD, next: 'https://evil.test/' };
      const answer = await post(action, spoil(good, 'next', mutation));
      expectDecent(answer, mutation.what);
      expect([mutation.what, answer.status, answer.headers.location]).toEqual([mutation.what, 303, '/']);
    }
  }, 60_000);

  it.each(['txn', 'csrf', 'decision'])('consent: %s', async (name) => {
    await browser.signIn(ada.email, PASSWORD);
    const page = await browser.open(consentPath);
    await spoilAll(page, 'consent', name, { decision: 'allow' }, 403);
    // None of it has answered the question.
    expect((await browser.submit(page, 'consent', {}, 'Allow')).leadsTo).toContain('code=');
  });

  it.each(['csrf', 'txn'])('switching the user: %s', async (name) => {
    await browser.signIn(ada.email, PASSWORD);
    await spoilAll(await browser.open(consentPath), 'switch-user', name, {}, 403);
    expect((await browser.get('/logout')).status).toBe(200);
  });

  it('sign-out: csrf', async () => {
    await browser.signIn(ada.email, PASSWORD);
    await spoilAll(await browser.get('/logout'), 'sign-out', 'csrf', {}, 403);
    expect((await browser.get('/logout')).status).toBe(200);
  });

  it.each(['/login', '/login/switch', '/logout', '/oauth/authorize/decision'])(
    '%s reads nothing but forms',
    async (path) => {
      const { fields } = formOf(await browser.get('/login'), 'sign-in');
      const bodies: [string, string][] = [
        ...[
          '{"csrf":5}',
          '{"csrf":{"a":1}}',
          '{"csrf":["a"]}',
          '[]',
          'null',
          '5',
          '{',
          '{"__proto__":{}}',
        ].map((body): [string, string] => [JSON_TYPE['Content-Type'], body]),
        ['application/json', JSON.stringify({ ...fields, email: ada.email, password: PASSWORD })],
        ['application/json', JSON.stringify({ ...fields, email: { a: 1 }, password: PASSWORD })],
        ['application/merge-patch+json', '{"csrf":5}'],
        ['text/plain', new URLSearchParams({ ...fields, email: ada.email, password: PASSWORD }).toString()],
        ['multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
        ['application/xml', '<a/>'],
      ];
      for (const [type, body] of bodies) {
        const answer = await post(path, body, { 'Content-Type': type });
        expectRefusal(answer, `${type} ${body}`);
        expect([type, body, answer.status]).toEqual([type, body, 415]);
      }
      expectRefusal(await post(path, '', {}), 'nothing');
    },
  );

  it('a cookie that is not ours is nobody, and breaks nothing', async () => {
    const names = ['__Host-grantor-session', '__Host-grantor-browser', '__proto__', 'constructor'];
    const values = ['', 'x', '%zz', '%00', 'a'.repeat(43), 'ä', '"', '{"a":1}', "' OR 1=1", 'a'.repeat(4000)];
    for (const name of names) {
      for (const value of values) {
        const headers = {
          Cookie: Buffer.from(`${name}=${value}; ${name}=${value}`, 'utf8').toString('latin1'),
        };
        const answer = await send(server, { path: '/', headers });
        expectDecent(answer, `${name}=${value}`);
        expect([answer.status, answer.body.includes('id="sign-out"')]).toEqual([200, false]);
      }
    }
  });
});

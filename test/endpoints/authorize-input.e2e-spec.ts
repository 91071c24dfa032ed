import { Browser } from '../support/browser';
import { addClient, addPerson, newPkce, PASSWORD, type TestClient } from '../support/oauth';
import { MUTATIONS, type Mutation, spoil } from '../support/mutations';
import { expectDecent, FORM, type RawAnswer, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

/** What comes of a bad parameter: a page, the consent page, or an error for the client. */
type Comes = 'page' | 'sign-in' | 'consent' | (string & {});

describe('bad input at authorize (S01, S03, S04, S07, S11)', () => {
  let server: TestServer;
  let client: TestClient;
  let cookie: string;
  let good: Record<string, string>;

  beforeAll(async () => {
    server = await startServer();
    client = await addClient(server);
    const browser = new Browser(server.url);
    await browser.signIn((await addPerson(server, 'Ada Lovelace')).email, PASSWORD);
    cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    good = {
      response_type: 'code',
      client_id: client.id,
      redirect_uri: client.redirectUri,
      scope: 'read:projects',
      state: 'abc',
      code_challenge: newPkce().challenge,
      code_challenge_method: 'S256',
      resource: server.settings.issuer,
    };
  });

  afterAll(() => server.close());

  const get = (query: string) =>
    send(server, { path: `/oauth/authorize?${query}`, headers: { Cookie: cookie, Accept: 'text/html' } });

  /** Whatever was asked: only the registered address is ever gone to, with `iss`, and without an open door. */
  function outcomeOf(answer: RawAnswer, what: string): { comes: Comes; state: string | null } {
    expectDecent(answer, what);
    const { location } = answer.headers;
    if (location === undefined) {
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      return { comes: answer.body.includes('id="consent"') ? 'consent' : 'page', state: null };
    }
    if (/^\/login\?txn=txn_\w{16}$/.test(location)) return { comes: 'sign-in', state: null };
    expect(answer.status).toBe(302);
    expect({ what, location: location.slice(0, client.redirectUri.length + 1) }).toEqual({
      what,
      location: `${client.redirectUri}?`,
    });
    expect(location).toMatch(/^[\x21-\x7E]+$/);
    const { searchParams } = new URL(location);
    expect(searchParams.get('iss')).toBe(server.settings.issuer);
    expect(searchParams.get('code')).toBeNull();
    return { comes: searchParams.get('error') ?? 'nothing', state: searchParams.get('state') };
  }

  interface Rule {
    absent: Comes;
    wrong: Comes;
    repeated: Comes;
    fine?: string[];
    zero?: Comes;
  }
  const INVALID = 'invalid_request';
  const RULES: [string, Rule][] = Object.entries({
    client_id: { absent: 'page', wrong: 'page', repeated: 'page' },
    // The client has one address: it may be left out.
    redirect_uri: { absent: 'consent', wrong: 'page', repeated: 'page' },
    response_type: { absent: INVALID, wrong: 'unsupported_response_type', repeated: INVALID },
    response_mode: { absent: 'consent', wrong: INVALID, repeated: INVALID },
    scope: {
      absent: 'consent',
      wrong: 'invalid_scope',
      repeated: INVALID,
      fine: ['with a blank behind'],
    },
    state: { absent: 'consent', wrong: 'consent', repeated: INVALID },
    // Every 43 letters of the alphabet are a challenge that some verifier fits.
    code_challenge: { absent: INVALID, wrong: INVALID, repeated: INVALID, fine: ['in other letters'] },
    code_challenge_method: { absent: INVALID, wrong: INVALID, repeated: INVALID },
    resource: {
      absent: 'consent',
      wrong: 'invalid_target',
      repeated: 'invalid_target',
      fine: ['in other letters'],
    },
    max_age: {
      absent: 'consent',
      wrong: INVALID,
      repeated: INVALID,
      fine: ['in other letters'],
      zero: 'sign-in',
    },
    // Words that nobody knows are no reason to refuse (OpenID Connect Core §3.1.2.1 leaves it open).
    prompt: { absent: 'consent', wrong: 'consent', repeated: INVALID },
    nonce: { absent: 'consent', wrong: 'consent', repeated: INVALID },
    login_hint: { absent: 'consent', wrong: 'consent', repeated: INVALID },
    ui_locales: { absent: 'consent', wrong: 'consent', repeated: INVALID },
    request: { absent: 'consent', wrong: 'request_not_supported', repeated: INVALID },
    request_uri: { absent: 'consent', wrong: 'request_uri_not_supported', repeated: INVALID },
    unknown: { absent: 'consent', wrong: 'consent', repeated: 'consent' },
  });
  const VALUES: Record<string, string> = {
    response_mode: 'query',
    max_age: '3600',
    prompt: 'consent',
    nonce: 'n-0S6_WzA2Mj',
    login_hint: 'ada@example.com',
    ui_locales: 'de-CH fr',
    request: 'eyJhbGciOiJub25lIn0.e30.',
    request_uri: 'https://app.example.test/request.jwt',
    unknown: 'x',
  };

  const expectedOf = (rule: Rule, name: string, { kind, what }: Mutation): Comes => {
    if (rule.fine?.includes(what)) return 'consent';
    if (what === 'zero' && rule.zero) return rule.zero;
    if (kind === 'repeated') return rule.repeated;
    if (kind === 'absent') return rule.absent;
    // At most 500 characters.
    return what === 'long' && /nonce|login_hint|state/.test(name) ? INVALID : rule.wrong;
  };

  it.each(RULES)('%s', async (name, rule) => {
    const seen: string[] = [];
    const wanted: string[] = [];
    const request: Record<string, string> = { [name]: VALUES[name] ?? '', ...good };
    for (const mutation of MUTATIONS.filter(({ kind }) => kind !== 'malformed' && kind !== 'too large')) {
      const { comes } = outcomeOf(await get(spoil(request, name, mutation)), `${name} ${mutation.what}`);
      seen.push(`${mutation.what}: ${comes}`);
      wanted.push(`${mutation.what}: ${expectedOf(rule, name, mutation)}`);
    }
    expect(seen).toEqual(wanted);
  });

  it('is never confused by a query that is no UTF-8', async () => {
    for (const name of Object.keys(good)) {
      for (const mutation of MUTATIONS.filter(({ kind }) => kind === 'malformed'))
        outcomeOf(await get(spoil(good, name, mutation)), `${name} ${mutation.what}`);
    }
  });

  it('refuses an address that is longer than all headers may be', async () => {
    const { status, body } = await get(`state=${'x'.repeat(18_000)}`);
    expect([413, 414, 431]).toContain(status);
    expect(body).not.toContain('xxx');
  });

  it('brings state back byte for byte with an error, as far as it is UTF-8', async () => {
    const texts = ['+ % & = # ü', '{"a":[1,"b"]}', 'a\r\nX-Injected: yes', '💥', `"'<img src=x>`, '  '];
    for (const state of [...texts, 'x'.repeat(4096)]) {
      const query = new URLSearchParams({ ...good, state, response_type: 'no' }).toString();
      expect(outcomeOf(await get(query), state.slice(0, 20))).toEqual({
        comes: 'unsupported_response_type',
        state,
      });
    }
  });

  const post = (body: string, headers: Record<string, string> = FORM) =>
    send(server, { method: 'POST', path: '/oauth/authorize', headers: { ...headers, Cookie: cookie }, body });

  it('by POST: goes on as GET with the same parameters, whatever they are', async () => {
    for (const mutation of MUTATIONS.filter(({ kind }) => kind !== 'malformed' && kind !== 'too large')) {
      const answer = await post(spoil(good, 'scope', mutation));
      expectDecent(answer, mutation.what);
      expect(answer.status).toBe(303);
      const { location } = answer.headers;
      expect(location).toMatch(/^http:\/\/localhost:\d+\/oauth\/authorize\?[\x21-\x7E]+$/);
      const query = location!.slice(location!.indexOf('?') + 1);
      const direct = outcomeOf(await get(spoil(good, 'scope', mutation)), mutation.what);
      expect({ what: mutation.what, ...outcomeOf(await get(query), mutation.what) }).toEqual({
        what: mutation.what,
        ...direct,
      });
    }
  });

  it('by POST: refuses a form that cannot be read', async () => {
    for (const mutation of MUTATIONS.filter(({ kind }) => kind === 'malformed' || kind === 'too large')) {
      const answer = await post(spoil(good, 'state', mutation));
      expectDecent(answer, mutation.what);
      expect([mutation.what, answer.status]).toEqual([
        mutation.what,
        mutation.kind === 'malformed' ? 400 : 413,
      ]);
    }
  });

  it.each([
    ['application/json', JSON.stringify({ a: { b: 1 } })],
    ['application/json', '{"a":{"toString":1,"valueOf":1}}'],
    ['application/json', '[]'],
    ['application/json', 'null'],
    ['text/plain', 'response_type=code'],
    ['application/xml', '<a/>'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('by POST: reads nothing but forms: %s %s', async (type, body) => {
    const answer = await post(body, { 'Content-Type': type });
    expectDecent(answer, type);
    expect([type, answer.status]).toEqual([type, 415]);
  });

  it.each([
    ['/oauth/authorize/continue', 403],
    ['/login', 200],
  ])('%s knows no txn that is not ours', async (path, status) => {
    for (const mutation of MUTATIONS.filter(({ kind }) => kind !== 'too large')) {
      const answer = await send(server, {
        path: `${path}?${spoil({ txn: 'txn_0123456789abcdef' }, 'txn', mutation)}`,
        headers: { Cookie: cookie },
      });
      expectDecent(answer, `${path} ${mutation.what}`);
      const expected = mutation.kind === 'malformed' ? 400 : status;
      expect([mutation.what, answer.status]).toEqual([mutation.what, expected]);
    }
  });
});

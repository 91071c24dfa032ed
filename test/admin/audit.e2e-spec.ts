import { AuditDesk } from '../../src/admin/application/audit-desk';
import { SECURITY_EVENT_TYPES, userParty } from '../../src/shared/domain/security-events';
import { fillAudit } from '../support/audit';
import { type ApiCaller, type ApiBody, withMachine, withPersonalToken } from '../support/caller';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';
import { UserAdministration } from '../../src/users/application/user-administration';

const PATH = '/v1/admin/audit-events';
const DAY = 86_400_000;

describe('/v1/admin/audit-events', () => {
  let server: TestServer;
  let admin: ApiCaller;

  beforeAll(async () => {
    server = await startServer({ env: { API_RATE_LIMIT: '0' } });
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:users']);
  });

  afterAll(() => server.close());

  const list = async (query: string): Promise<ApiBody[]> => {
    const { status, body } = await admin.get(`${PATH}?${query}`);
    expect({ query, status }).toEqual({ query, status: 200 });
    return body.data;
  };

  it('tells who did what to whom, from where, in which request, and what is different now', async () => {
    const caller = await withPersonalToken(server, await somebody(server, 'admin'), [
      'admin:read',
      'admin:write',
    ]);
    const headers = { 'X-Request-Id': 'story-0001', 'User-Agent': 'curl/8' };
    const made = await caller.post('/v1/admin/clients', { name: 'Board', type: 'm2m' }, headers);
    const id = String(made.body['client_id']);
    const changed = await caller.patch(
      `/v1/admin/clients/${id}`,
      { name: 'New board', access_token_ttl: 60 },
      headers,
    );
    expect(changed.status).toBe(200);
    const events = await list(`client_id=${id}`);
    expect(events.map(({ type }) => type)).toEqual([
      'client.updated',
      'client.secret.created',
      'client.created',
    ]);
    const [event] = events;
    expect(event).toEqual({
      id: expect.stringMatching(/^evt_[0-9A-Za-z]{16}$/),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      type: 'client.updated',
      outcome: 'success',
      actor: {
        type: 'user',
        id: expect.stringMatching(/^user_/),
        label: expect.stringMatching(/^Person \d+$/),
      },
      target: { type: 'client', id },
      client_id: id,
      user_id: null,
      ip: '127.0.0.1',
      user_agent: 'curl/8',
      request_id: 'story-0001',
      changes: [
        { path: 'name', from: 'Board', to: 'New board' },
        { path: 'access_token_ttl', from: null, to: 60 },
      ],
    });
    expect((await admin.get(`${PATH}/${event!.id}`)).body).toEqual(event);
    expect(JSON.stringify(events)).not.toContain(made.body['client_secret']);
  });

  it('keeps the order of events of one millisecond, the newest first', async () => {
    const at = server.now() - 60_000;
    await fillAudit(server, 120, (n) => ({ at, requestId: 'same-moment', changes: [{ path: 'n', to: n }] }));
    const numbers: unknown[] = [];
    let path: string | null = `${PATH}?request_id=same-moment&limit=50`;
    while (path) {
      const { body, headers }: Awaited<ReturnType<ApiCaller['get']>> = await admin.get(path);
      for (const { changes } of body.data) numbers.push((changes as { to: number }[])[0]!.to);
      path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, n) => 119 - n));
    const oldest = await list('request_id=same-moment&sort=at&limit=2');
    expect(oldest.map(({ changes }) => (changes as { to: number }[])[0]!.to)).toEqual([0, 1]);
  });

  it('tells a cause before its consequences', async () => {
    const person = await somebody(server);
    await withPersonalToken(server, person, ['read:projects']);
    await server.get(UserAdministration).update(person.user, { status: 'disabled' }, userParty('user_x'));
    const types = (await list(`user_id=${person.user.id}`)).map(({ type }) => type);
    expect(types).toEqual(['token.revoked', 'user.disabled', 'pat.created', 'user.created']);
  });

  describe('filters', () => {
    const ids = (events: ApiBody[]) => events.map(({ changes }) => (changes as { to: number }[])[0]!.to);

    beforeAll(() =>
      fillAudit(
        server,
        60,
        (n) => ({
          type: (['token.issued', 'token.refreshed', 'client.secret.rotated', 'user.login.failed'] as const)[
            n % 4
          ]!,
          outcome: n % 4 === 3 ? 'failure' : 'success',
          actor: n % 2 ? userParty('user_filter') : { type: 'client', id: 'board' },
          clientId: n % 3 ? 'board' : `b${'o'.repeat(1500)}ard`,
          userId: n % 5 ? 'user_filter' : null,
          ip: n % 6 ? '192.0.2.7' : '2001:db8::1',
          requestId: `filter-${n % 10}`,
          changes: [{ path: 'n', to: n }],
        }),
        1000,
      ),
    );

    const all = Array.from({ length: 60 }, (_, n) => 59 - n);
    const cases: [string, (n: number) => boolean][] = [
      ['type=client.secret.rotated', (n) => n % 4 === 2],
      ['type=token.*&limit=200', (n) => n % 4 < 2],
      ['type=token.*,client.secret.rotated,user.login.*', () => true],
      ['type=client.*,client.secret.*', (n) => n % 4 === 2],
      ['outcome=failure', (n) => n % 4 === 3],
      ['actor=user_filter', (n) => n % 2 === 1],
      ['user_id=user_filter', (n) => n % 5 > 0],
      ['client_id=board', (n) => n % 3 > 0],
      [`client_id=b${'o'.repeat(1500)}ard`, (n) => n % 3 === 0],
      ['ip=192.0.2.7', (n) => n % 6 > 0],
      ['ip=2001:DB8::1', (n) => n % 6 === 0],
      ['request_id=filter-3', (n) => n % 10 === 3],
      [
        'type=token.*&outcome=success&client_id=board&user_id=user_filter',
        (n) => n % 4 < 2 && n % 3 > 0 && n % 5 > 0,
      ],
    ];
    it.each(cases)('%s', async (query, fits) => {
      const scope = query.includes('client_id') || query.includes('request_id') ? '' : '&actor=user_filter';
      const isOurs = (n: number) => scope === '' || n % 2 === 1;
      const extra = query.includes('actor=') ? '' : scope;
      expect(ids(await list(`${query}${extra}&${query.includes('limit') ? '' : 'limit=200'}`))).toEqual(
        all.filter((n) => fits(n) && isOurs(n)),
      );
    });

    it('page through several types without losing or repeating one, and count', async () => {
      const found: unknown[] = [];
      let path: string | null = `${PATH}?type=token.*,user.login.failed&actor=user_filter&limit=7&count=true`;
      while (path) {
        const { body, headers }: Awaited<ReturnType<ApiCaller['get']>> = await admin.get(path);
        found.push(...ids(body.data));
        expect(body.page).toMatchObject({ total: 30 });
        path = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
      }
      expect(found).toEqual(all.filter((n) => n % 2 === 1));
    });

    it('from is the first moment, to the one before which it ends', async () => {
      const events = await list('actor=user_filter&limit=200');
      const [newest, , third] = events;
      const span = await list(`actor=user_filter&from=${String(third!['at'])}&to=${String(newest!['at'])}`);
      expect(ids(span)).toEqual(ids(events).slice(1, 3));
    });

    it.each([
      'type=',
      'type=*',
      'type=token',
      'type=token.*,',
      'type=tokens.*',
      'type=token.issued,nothing.here',
      `type=${"'"};DROP TABLE grantor_audit_events`,
      'outcome=maybe',
      'ip=somewhere',
      'ip=192.0.2.0/24',
      'from=yesterday',
      'from=2026-02-30T25:00:00Z',
      'to=1700000000',
      `user_id=${'u'.repeat(256)}`,
      'actor=%01',
      'request_id=%0a',
      'cursor=nonsense',
      'limit=0',
      'limit=201',
      'sort=type',
      'outcome=failure&outcome=success',
    ])('%s is refused', async (query) => {
      expect(await admin.get(`${PATH}?${query}`)).toMatchObject({
        status: 400,
        problem: 'validation-failed',
      });
    });

    it('nothing fits what nobody did', async () => {
      for (const query of ['actor=%25', 'user_id=%25', 'client_id=%27%20OR%201=1', 'request_id=_'])
        expect(await list(query)).toEqual([]);
    });

    it('a name that is not known is refused', async () => {
      expect(await admin.get(`${PATH}?types=token.*`)).toMatchObject({ problem: 'unknown-parameter' });
    });
  });

  describe('the span', () => {
    const at = (days: number) => new Date(server.now() - days * DAY).toISOString();

    beforeAll(() => fillAudit(server, 3, () => ({ actor: userParty('user_span') }), 20 * DAY));

    it('is the last 31 days where nothing is said', async () => {
      expect(await list('actor=user_span')).toHaveLength(2);
    });

    it('is at most 31 days, of any time', async () => {
      expect(await list(`actor=user_span&from=${at(60)}&to=${at(30)}`)).toHaveLength(1);
      expect(await list(`actor=user_span&to=${at(21)}`)).toHaveLength(1);
      for (const query of [`from=${at(32)}`, `from=${at(60)}&to=${at(20)}`, `from=${at(1)}&to=${at(2)}`]) {
        const { status, body } = await admin.get(`${PATH}?${query}`);
        expect({ status, pointer: body.errors[0]!.pointer }).toEqual({ status: 400, pointer: '/from' });
      }
    });

    it('is as long as one likes for who follows a cursor, and for an export', async () => {
      const first = await admin.get(`${PATH}?actor=user_span&limit=1`);
      const cursor = first.body.page.next_cursor!;
      expect(await list(`actor=user_span&cursor=${cursor}&from=${at(100)}`)).toHaveLength(2);
      expect((await fetchLines(`actor=user_span&from=${at(100)}`)).lines).toHaveLength(3);
    });
  });

  it('has one event by its id', async () => {
    for (const id of ['evt_0000000000000000', 'nothing', "evt_'", '%00', 'x'.repeat(300)]) {
      expect((await admin.get(`${PATH}/${id}`)).status).toBe(404);
    }
  });

  it('has words for every type', async () => {
    const { body } = await admin.get(`${PATH}/types`);
    expect(body.data.map(({ type }) => type)).toEqual([...SECURITY_EVENT_TYPES]);
    for (const { description } of body.data) expect(description).toMatch(/^[A-Z]/);
  });

  const fetchLines = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.url}${PATH}/export?${query}`, {
      headers: { Authorization: `Bearer ${admin.bearer}`, ...headers },
    });
    const text = await answer.text();
    const lines = text.split('\n').filter((line) => line !== '');
    return { status: answer.status, headers: answer.headers, text, lines };
  };

  describe('export', () => {
    it('streams 10,000 events, one JSON object a line, the newest first', async () => {
      await fillAudit(server, 10_000, (n) => ({
        type: n % 2 ? 'token.issued' : 'code.issued',
        clientId: 'many',
        userAgent: 'two\nlines "quoted" \u2028',
        changes: [{ path: 'n', to: n }],
      }));
      const { status, headers, text, lines } = await fetchLines('client_id=many', {
        Accept: 'application/x-ndjson',
      });
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/x-ndjson/);
      expect(headers.get('content-length')).toBeNull();
      expect(headers.get('cache-control')).toBe('no-store');
      expect(text.endsWith('\n')).toBe(true);
      expect(lines).toHaveLength(10_000);
      const events = lines.map((line) => JSON.parse(line) as ApiBody);
      expect(events.map(({ changes }) => (changes as { to: number }[])[0]!.to)).toEqual(
        Array.from({ length: 10_000 }, (_, n) => 9999 - n),
      );
      expect(events[0]).toEqual((await list('client_id=many&limit=1'))[0]);
      const half = await fetchLines('client_id=many&type=code.*,user.*');
      expect(half.lines).toHaveLength(5000);
    });

    it('ends when the caller goes away', async () => {
      const changes = [{ path: 'description', to: 'x'.repeat(10_000) }];
      await fillAudit(server, 4000, () => ({ clientId: 'large', changes }));
      const batches = jest.spyOn(server.get(AuditDesk) as never, 'know');
      const stop = new AbortController();
      const answer = await fetch(`${server.url}${PATH}/export?client_id=large`, {
        headers: { Authorization: `Bearer ${admin.bearer}` },
        signal: stop.signal,
      });
      await answer.body!.getReader().read();
      stop.abort();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(batches.mock.calls.length).toBeLessThan(8);
      batches.mockRestore();
      expect((await admin.get(PATH)).status).toBe(200);
    });

    it('is ndjson or nothing', async () => {
      for (const accept of ['application/json', 'text/html', 'application/x-ndjson;q=0'])
        expect((await fetchLines('', { Accept: accept })).status).toBe(406);
      for (const accept of ['*/*', 'application/*', 'text/html, application/x-ndjson;q=0.1'])
        expect((await fetchLines('client_id=nobody', { Accept: accept })).status).toBe(200);
    });

    it('refuses what the list refuses', async () => {
      for (const query of [
        'type=token',
        'limit=5',
        'cursor=x',
        'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
      ])
        expect((await fetchLines(query)).status).toBe(400);
    });
  });

  it('is for administrators and machines they have allowed, and only to read', async () => {
    expect((await (await withMachine(server, ['admin:read'])).get(PATH)).status).toBe(200);
    const other = await withPersonalToken(server, await somebody(server, 'admin'), ['read:projects']);
    for (const path of [PATH, `${PATH}/types`, `${PATH}/export`, `${PATH}/evt_0000000000000000`])
      expect(await other.get(path)).toMatchObject({ status: 403, problem: 'insufficient-scope' });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect([404, 405]).toContain((await admin.send(method, `${PATH}/evt_0000000000000000`, {})).status);
  });
});

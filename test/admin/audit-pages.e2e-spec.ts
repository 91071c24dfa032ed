import { Clock } from '../../src/shared/domain/clock';
import { runApi } from '../support/admin-page';
import { Browser, formOf } from '../support/browser';
import { ALL_SCOPES, withPersonalToken } from '../support/caller';
import { addClient, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/admin/audit';

describe('Administration → Audit log', () => {
  let server: TestServer;
  let ada: TestPerson;
  let admin: Browser;

  beforeAll(async () => {
    server = await startServer();
    ada = await somebody(server, 'admin');
    admin = await browserOf(server, ada);
  });

  afterAll(() => server.close());

  const rows = (body: string) => (body.match(/<tr>/g)?.length ?? 1) - 1;

  it('is there for administrators only, also as a file', async () => {
    const member = await browserOf(server, await somebody(server));
    for (const path of [PATH, `${PATH}/export`]) expect((await member.get(path)).status).toBe(404);
    expect((await new Browser(server.url).get(`${PATH}/export`)).status).toBe(303);
    expect((await admin.get(`${PATH}/evt_0000000000000000`)).status).toBe(404);
    expect((await admin.get(`${PATH}/nonsense`)).status).toBe(404);
  });

  it('finds events by type and actor, and shows the same by API', async () => {
    const page = await admin.get(`${PATH}?type=user.login.succeeded&actor=${ada.user.id}`);
    expect(rows(page.body)).toBe(1);
    expect(page.body).toContain('user.login.succeeded');
    const { bearer } = await withPersonalToken(server, ada, ALL_SCOPES);
    const { data } = await runApi<{ data: object[] }>(page, bearer!);
    expect(data).toMatchObject([{ type: 'user.login.succeeded', actor: { id: ada.user.id } }]);
    expect((await admin.get(`${PATH}?actor=nobody-like-this`)).body).toContain('No events match');
  });

  it('means the last month where no day is given, however long the answer takes', async () => {
    const clock = server.get(Clock);
    const { now } = clock;
    let late = 0;
    clock.now = () => now() + 1000 * ++late;
    try {
      expect(rows((await admin.get(PATH)).body)).toBeGreaterThan(0);
    } finally {
      clock.now = now;
    }
  });

  it('opens an event with what has changed, escaped', async () => {
    const client = await addClient(server);
    const ask = await admin.get(`/admin/clients/${client.id}/disable`);
    await admin.submit(ask, 'confirm');
    const list = await admin.get(`${PATH}?type=client.disabled&client_id=${client.id}`);
    const [, href] = /href="(\/admin\/audit\/evt_\w+)"/.exec(list.body)!;
    const page = await admin.get(href!);
    expect(page.body).toContain(client.id);
    expect(page.body).toContain('Person 1');
    const { bearer } = await withPersonalToken(server, ada, ALL_SCOPES);
    expect(await runApi(page, bearer!)).toMatchObject({ type: 'client.disabled' });
  });

  it('reads days: the last one is among them, and a span that is none is said at its field', async () => {
    const day = new Date(server.now()).toISOString().slice(0, 10);
    expect(rows((await admin.get(`${PATH}?from=${day}&to=${day}`)).body)).toBeGreaterThan(0);
    const page = await admin.get(`${PATH}?from=2026-11-21&to=2026-01-01&type=nonsense&after=nonsense`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('at most 31 days apart');
    expect(formOf(page, 'search').fields).toMatchObject({ from: '2026-11-21', to: '2026-01-01' });
    for (const odd of ['from=2026-99-99', 'from=%00', 'to=9999999-01-01', 'from=a&from=b']) {
      expect((await admin.get(`${PATH}?${odd}`)).status).toBeLessThan(500);
    }
  });

  it('gives everything that fits as lines of JSON', async () => {
    const file = await admin.get(`${PATH}/export?type=user.login.succeeded&actor=${ada.user.id}`);
    expect(file.headers.get('content-type')).toContain('application/x-ndjson');
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(
      file.body
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { type: string }).type),
    ).toEqual(['user.login.succeeded']);
  });
});

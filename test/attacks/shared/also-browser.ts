import { UserDirectory } from '../../../src/users/application/user-directory';
import { SYSTEM } from '../../../src/shared/domain/security-events';
import { Browser } from '../../support/browser';
import { eventsOf } from '../../support/audit';
import { faultsOf, type RawAnswer } from '../../support/raw';
import { readJwt } from '../forged-tokens';
import { callbackOf } from '../judge';
import { cookieOf } from '../placeholders';
import type { Trial } from '../trial';
import type { Also } from './also';

/** Nobody got a code for the app of the case. */
const noCode: Also = async ({ server, sent, cast }) => {
  const { id } = await cast.client('conf');
  const issued = (await eventsOf(server)).filter(
    ({ type, clientId }) => type === 'code.issued' && clientId === id,
  );
  expect([sent.path, issued]).toEqual([sent.path, []]);
};

/** The same request of somebody who is not signed in leads to the sign-in page, and nowhere else. */
const signInFirst: Also = async (trial) => {
  const { Cookie: _, ...headers } = trial.sent.headers!;
  const answer = await trial.raw({ ...trial.sent, headers });
  expect([answer.status, answer.headers.location]).toEqual([303, expect.stringMatching(/^\/login\?txn=/)]);
};

/** The same answer but for what is new in each page. */
const plain = ({ status, headers, body }: RawAnswer) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !/^(?:date|set-cookie|content-length|x-request-id)$/.test(name),
    ),
  ),
  body: body.replace(/value="[^"]*"/g, '').replace(/\b[\w-]{16,}\b/g, ''),
});

const consentText = async (trial: Trial, body: string) => {
  const text = body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toContain('Project Board');
  expect(text).toContain('app.example.test');
  expect(text).toContain((await trial.cast.person('alice')).email);
  expect(text).toMatch(/projects/i);
  expect(text).toMatch(/until you remove it|access/i);
};

const spellings = (path: string) => [`/${path}`, `${path}/`, path.toUpperCase(), `${path}//`, `/.${path}`];

async function sameProtection(trial: Trial, paths: string[]): Promise<void> {
  for (const path of paths.flatMap(spellings)) {
    const answer = await trial.raw({ path });
    expect([path, faultsOf(answer)]).toEqual([path, []]);
    expect([path, answer.status < 300 && !/^\/(?:login|\.well)/.test(path)]).toEqual([path, false]);
  }
}

export const ALSO_IN_THE_BROWSER: Record<string, Also> = {
  'AZ-001': noCode,
  'AZ-002': noCode,
  'AZ-003': noCode,
  'AZ-004': noCode,
  'AZ-020': async (trial) => {
    const native = await trial.cast.client('native');
    const redirect_uri = 'http://127.0.0.1:51004/cb';
    expect(native.redirectUri).toBe('http://127.0.0.1/cb');
    await trial.cast.newCode('native', 'alice', { redirect_uri });
    const browser = await trial.cast.browser('alice');
    const page = await browser.open(trial.sent.path);
    const { leadsTo } = await browser.submit(page, 'consent', {}, 'Allow');
    expect(leadsTo).toMatch(/^http:\/\/127\.0\.0\.1:51004\/cb\?/);
  },
  'AZ-029': async (trial) => {
    for (const tail of [' ', '\u0000', '\u00a0']) {
      const answer = await trial.with({ client_id: `\${conf.id}${tail}` });
      expect([tail, answer.status, answer.headers.location]).toEqual([tail, 400, undefined]);
    }
  },
  'AZ-030': async (trial) => {
    const { path } = trial.sent;
    const id = 'client_id%5B%24ne%5D=x';
    for (const other of ['client_id=0', 'client_id[]=a', 'client_id[a][b]=c', 'client_id[$ne]=x']) {
      expect(path).toContain(id);
      const answer = await trial.raw({ path: path.replace(id, other) });
      expect([other, answer.status, answer.headers.location]).toEqual([other, 400, undefined]);
    }
  },
  ...Object.fromEntries(
    ['AZ-032', 'AZ-033', 'AZ-037', 'AZ-039', 'AZ-040', 'AZ-049', 'AZ-050', 'AZ-073'].map((id) => [
      id,
      signInFirst,
    ]),
  ),
  'AZ-061': async (trial, { headers }) => {
    expect(headers.allow).toMatch(/GET/);
    for (const method of ['DELETE', 'PATCH', 'TRACE']) {
      const answer = await trial.send({ method });
      expect([method, [404, 405, 501].includes(answer.status)]).toEqual([method, true]);
    }
  },
  'AZ-063': (trial) => sameProtection(trial, ['/oauth/authorize']),
  'AZ-078': (trial) =>
    sameProtection(trial, ['/.well-known/jwks.json', '/oauth/revoke', '/settings', '/login']),
  'AZ-069': async (trial) => {
    const codes = new Set<string>();
    for (let made = 0; made < 200; made++) codes.add(callbackOf(await trial.send())!.get('code')!);
    expect(codes.size).toBe(200);
    const bodies = [...codes].map((code) => code.replace(/^[a-z]+_/, ''));
    for (const body of bodies) expect(body).toMatch(/^[\w-]{22,}$/);
    // 200 draws of 62 letters: no letter in a place comes up a quarter of the time, as a counter or a clock would.
    for (let place = 0; place < 22; place++) {
      const tally = new Map<string, number>();
      for (const body of bodies) tally.set(body[place]!, (tally.get(body[place]!) ?? 0) + 1);
      expect(Math.max(...tally.values())).toBeLessThan(50);
    }
  },
  'LG-001': async (trial, unknown) => {
    const known = await trial.with({ email: '${alice.email}' });
    expect(plain(known)).toEqual(plain(unknown));
  },
  'LG-004': async (trial) => {
    const right = await trial.with({ password: '${alice.pw}' });
    expect([right.status, Number(right.headers['retry-after']) > 0]).toEqual([429, true]);
    // It does not last: the owner comes in a minute later.
    trial.server.advance(61);
    expect((await trial.with({ password: '${alice.pw}' })).status).toBe(303);
  },
  'LG-019': async (trial) => {
    const own = (await trial.cast.person('alice')).email;
    for (const next of ['short 1', 'passwordpassword', own, 'Grantor Grantor 2026', 'a'.repeat(20)]) {
      const answer = await trial.with({ new: next });
      expect([next, answer.status]).toEqual([next, 400]);
    }
  },
  'LG-020': async (trial) => {
    for (const current of [undefined, '']) {
      const answer = await trial.with({ current });
      expect([current, answer.status]).toEqual([current, 400]);
    }
    const { email } = await trial.cast.person('alice');
    const browser = new Browser(trial.server.url);
    expect((await browser.signIn(email, await trial.fill('${pw}'))).status).toBe(303);
  },
  'LG-022': async (trial) => {
    const check = jest.spyOn(trial.server.get(UserDirectory), 'authenticate');
    expect((await trial.with({ password: 'b*2000' })).status).toBe(401);
    expect(check).not.toHaveBeenCalled();
  },
  'CN-002': (trial, { body }) => consentText(trial, body),
  'CN-010': async (trial) => {
    expect((await trial.with({ scope: 'read:projects write:projects' })).status).toBe(200);
    expect((await trial.with({ prompt: 'consent' })).status).toBe(200);
    await trial.cast.newCode('pub');
    const other = await trial.with({ client_id: '${multi.id}', redirect_uri: '${multi.redirect}' });
    expect(other.status).toBe(200);
    await trial.cast.newCode('native');
    const native = await trial.with({ client_id: '${native.id}', redirect_uri: '${native.redirect}' });
    expect(native.status).toBe(200);
  },
  'SE-001': async (trial) => {
    for (const path of ['apps', 'tokens', 'security', 'profile', 'sessions', 'connections', 'apps/new']) {
      const answer = await trial.raw({ path: `/settings/${path}` });
      expect([path, answer.status]).toEqual([path, 303]);
      const { searchParams } = new URL(answer.headers.location!, trial.server.url);
      expect(readJwt(searchParams.get('next')!).payload['path']).toBe(`/settings/${path}`);
    }
  },
  'SE-003': async (trial) => {
    const browser = await trial.cast.browser('alice');
    const { id } = await trial.cast.client('conf');
    expect((await browser.get(`/settings/apps/${id}`)).status).toBe(200);
    const stranger = cookieOf(await trial.cast.browser('bob'));
    for (const step of ['', '/delete', '/disable', '/secrets/new']) {
      const answer = await trial.raw({ path: `/settings/apps/${id}${step}`, headers: { Cookie: stranger } });
      expect([step, answer.status, answer.body.includes('Project Board')]).toEqual([step, 404, false]);
    }
    for (const step of [
      '/delete',
      '/disable',
      '/enable',
      '/secrets/new',
      '/name',
      '/redirect-uris',
      '/scopes-form',
    ]) {
      const answer = await trial.send({ path: `\${SETTINGS}/\${alice.appId}${step}` });
      expect([step, answer.status]).toEqual([step, 404]);
    }
  },
  'SE-002': async (trial) => {
    const { id } = await trial.cast.client('conf');
    for (const step of ['/name', '/redirect-uris', '/scopes-form', '/delete', '/disable', '/secrets/new']) {
      const answer = await trial.send({ path: `\${SETTINGS}/${id}${step}` });
      expect([step, answer.status]).toEqual([step, 403]);
    }
    const remove = await trial.send({ path: '/settings/connections/x/remove' });
    expect(remove.status).toBe(403);
  },
  'SE-012': async (trial) => {
    const { access_token } = await trial.cast.tokens();
    const browser = await trial.cast.browser('alice');
    const page = await browser.get('/settings/connections');
    expect(page.body).toContain('Project Board');
    const path = /href="(\/settings\/connections\/[^"]+\/remove)"/.exec(page.body)![1]!;
    await browser.submit(await browser.get(path), 'confirm');
    expect((await trial.bearer('/v1/projects', access_token)).status).toBe(401);
    expect((await eventsOf(trial.server)).some(({ actor }) => actor === SYSTEM)).toBe(false);
  },
  'PA-001': async (trial, { headers, body }) => {
    const browser = await trial.cast.browser('alice');
    const page = headers.location ? await browser.open(headers.location) : { body };
    const value = /apat_\w{30,}/.exec(page.body)?.[0];
    expect(value).toBeDefined();
    trial.cast.secrets.add(value!);
    const list = await browser.get('/settings/tokens');
    const again = headers.location ? await browser.open(headers.location) : list;
    expect(again.body + list.body).not.toContain(value);
  },
  'PA-014': async (trial) => {
    const other = { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' };
    const full = await trial.send({
      form: { name: 'x', scope: 'read:projects', csrf: '${csrf}' },
      headers: other,
    });
    expect(full.status).toBe(403);
    const get = await trial.send({ method: 'GET', form: {}, query: { name: 'x', scopes: 'read:projects' } });
    expect(get.status).toBe(200);
    const list = await (await trial.cast.browser('alice')).get('/settings/tokens');
    expect(list.body).not.toMatch(/href="\/settings\/tokens\/tok_/);
  },
};

import { createHash } from 'node:crypto';
import { SYSTEM } from '../../../src/shared/domain/security-events';
import { UserAdministration } from '../../../src/users/application/user-administration';
import { Browser, formOf, type Page } from '../../support/browser';
import { authorizePath, PASSWORD } from '../../support/oauth';
import { FORM, type RawAnswer } from '../../support/raw';
import { cookieOf } from '../placeholders';
import type { Trial } from '../trial';
import { attack, authorize, back, from, type OwnCase, post, SESSION } from './own-case';

const decision = (changes: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  post('${CONSENT}', { decision: 'allow', txn: '${txn}', csrf: '${csrf}', ...changes }, { headers });
const tokenForm = (changes: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  post('${PAT}', { name: 'mine', scope: 'read:projects', csrf: '${csrf}', ...changes }, { headers });
const REFUSED = { status: [400, 403], never: 'code' };

/** The consent page of a fresh request of somebody. */
async function consentOf({ cast }: Trial, who = 'alice'): Promise<{ browser: Browser; page: Page }> {
  const browser = await cast.browser(who);
  const more = {
    scope: 'read:projects',
    prompt: 'consent',
    state: 'one',
    code_challenge: cast.pkce.challenge,
  };
  const path = authorizePath(await cast.client('conf'), { ...more, code_challenge_method: 'S256' });
  return { browser, page: await browser.open(path) };
}

const sendDecision = (trial: Trial, browser: Browser, fields: Record<string, string>): Promise<RawAnswer> =>
  trial.raw({
    method: 'POST',
    path: '/oauth/authorize/decision',
    headers: { ...FORM, Cookie: cookieOf(browser), Origin: trial.server.url },
    body: new URLSearchParams({ decision: 'allow', ...fields }).toString(),
  });

const codeIn = ({ headers }: RawAnswer): string | undefined =>
  /[?&]code=([^&]+)/.exec(String(headers.location ?? headers['refresh'] ?? ''))?.[1];

const played = (after: OwnCase['after']) => ({ ...SESSION, after });
const NOTHING = { status: [] };

export const BROWSER_CASES: OwnCase[] = [
  attack('S09', 'a transaction of somebody else is not mine to answer', null, NOTHING, {
    after: async (trial) => {
      const { fields: hers } = formOf((await consentOf(trial)).page, 'consent');
      const { browser, page } = await consentOf(trial, 'bob');
      const { fields: his } = formOf(page, 'consent');
      for (const fields of [{ ...his, txn: hers['txn']! }, hers, { ...hers, csrf: his['csrf']! }]) {
        const answer = await sendDecision(trial, browser, fields);
        expect([answer.status, codeIn(answer)]).toEqual([403, undefined]);
      }
    },
  }),
  attack('S09', 'an answer that is sent twice gives one code', null, NOTHING, {
    after: async (trial) => {
      const { browser, page } = await consentOf(trial);
      const { fields } = formOf(page, 'consent');
      const answers = await Promise.all([1, 2, 3, 4].map(() => sendDecision(trial, browser, fields)));
      expect(new Set(answers.map(codeIn).filter((code) => code !== undefined)).size).toBeLessThanOrEqual(1);
      expect(answers.filter((answer) => codeIn(answer) !== undefined)).toHaveLength(1);
    },
  }),
  attack('S09', 'what is sent along with the decision changes nothing', null, NOTHING, {
    after: async (trial) => {
      const { browser, page } = await consentOf(trial);
      const { fields } = formOf(page, 'consent');
      const more = {
        scope: 'read:projects write:projects delete:projects',
        redirect_uri: 'https://evil.test/',
        client_id: 'x',
      };
      const answer = await sendDecision(trial, browser, { ...fields, ...more });
      expect(JSON.stringify(answer.headers)).not.toContain('evil.test');
      const code = codeIn(answer)!;
      const { redirectUri } = await trial.cast.client('conf');
      const form = {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: '${verifier}',
      };
      const redeemed = await trial.send(post('${TOKEN}', form, { auth: 'basic:conf' }));
      expect(JSON.parse(redeemed.body)).toMatchObject({ scope: 'read:projects' });
    },
  }),
  attack('S09', 'a decision that is neither', decision({ decision: 'maybe' }), REFUSED, SESSION),
  attack('S09', 'prompt=none and nobody signed in', authorize({ prompt: 'none' }), back('login_required'), {
    needs: ['stranger'],
  }),
  attack(
    'S09',
    'prompt=none without a consent',
    authorize({ prompt: 'none' }),
    back('consent_required', 'interaction_required'),
    SESSION,
  ),
  attack(
    'S09',
    'a remembered consent is none for an app that anybody can pretend to be',
    authorize({ ...from('native'), prompt: 'none' }),
    back('consent_required', 'interaction_required'),
    { ...SESSION, before: ({ cast }) => cast.newCode('native') },
  ),
  attack(
    'S09',
    'prompt=none beside another prompt',
    authorize({ prompt: 'none consent' }),
    back('invalid_request'),
    SESSION,
  ),

  attack('S10', 'Origin: null', decision({}, { Origin: 'null' }), REFUSED, SESSION),
  attack(
    'S10',
    'a look-alike of our origin',
    decision({}, { Origin: 'http://localhost.evil.test' }),
    REFUSED,
    SESSION,
  ),
  attack(
    'S10',
    'another site, though without Origin',
    tokenForm({}, { Origin: '', 'Sec-Fetch-Site': 'cross-site' }),
    REFUSED,
    SESSION,
  ),
  attack(
    'S10',
    'another site of the same domain',
    tokenForm({}, { 'Sec-Fetch-Site': 'same-site' }),
    REFUSED,
    SESSION,
  ),
  attack(
    'S10',
    'the token of a form for something else',
    null,
    NOTHING,
    played(async (trial) => {
      const browser = await trial.cast.browser('alice');
      const other = formOf(await browser.get('/logout'), 'sign-out').fields['csrf']!;
      const answer = await browser.post('/settings/tokens/new', {
        csrf: other,
        name: 'x',
        scopes: 'read:projects',
      });
      expect(answer.status).toBe(403);
    }),
  ),
  attack(
    'S10',
    'the token of somebody else',
    null,
    NOTHING,
    played(async (trial) => {
      const [alice, bob] = [await trial.cast.browser('alice'), await trial.cast.browser('bob')];
      const { csrf } = formOf(await bob.get('/settings/security'), 'password').fields;
      const answer = await alice.post('/settings/tokens/new', {
        csrf: csrf!,
        name: 'x',
        scopes: 'read:projects',
      });
      expect(answer.status).toBe(403);
    }),
  ),
  attack(
    'S10',
    'a cookie that a neighbour has tossed in: two of one name are none',
    null,
    NOTHING,
    played(async (trial) => {
      const [alice, bob] = [await trial.cast.browser('alice'), await trial.cast.browser('bob')];
      const { csrf } = formOf(await bob.get('/settings/security'), 'password').fields;
      for (const Cookie of [`${cookieOf(bob)}; ${cookieOf(alice)}`, `${cookieOf(alice)}; ${cookieOf(bob)}`]) {
        const headers = { ...FORM, Cookie, Origin: trial.server.url };
        const body = new URLSearchParams({ csrf: csrf!, name: 'x', scopes: 'read:projects' }).toString();
        const answer = await trial.raw({ method: 'POST', path: '/settings/tokens/new', headers, body });
        expect([303, 403]).toContain(answer.status);
      }
      expect((await alice.get('/settings/tokens')).body).not.toMatch(/tokens\/tok_/);
    }),
  ),
  attack(
    'S10',
    'GET signs nobody out',
    { method: 'GET', path: '/logout', query: { csrf: '${csrf}' } },
    { status: [200] },
    {
      ...SESSION,
      before: async () => undefined,
      after: async ({ cast }) =>
        expect((await (await cast.browser('alice')).get('/settings/profile')).status).toBe(200),
    },
  ),

  attack(
    'S11',
    'what was typed as an address is escaped',
    post('${LOGIN}', { email: `"><script>alert(1)</script>`, password: 'wrong', csrf: '${csrf}' }),
    { status: [401], never: 'unescaped <script>alert(1)' },
  ),
  attack(
    'S11',
    'a hint of an app is escaped',
    authorize({ login_hint: `"><script>alert(1)</script>` }),
    { status: [303] },
    {
      after: async (trial, { headers }) => {
        const page = await trial.raw({ path: headers.location! });
        expect([page.status, page.body.includes('<script>alert(1)')]).toEqual([200, false]);
      },
    },
  ),
  attack(
    'S11',
    'a proposed address is text, and no link',
    {
      method: 'GET',
      path: '/settings/apps/${conf.id}',
      query: { add_redirect_uri: 'javascript:alert(1)//"><img src=x>' },
    },
    { status: [200], never: '<img src=x' },
    { ...SESSION, after: async (_, { body }) => expect(body).not.toMatch(/href="javascript:/i) },
  ),
  attack(
    'S11',
    'a hostile name is escaped wherever the app stands',
    { method: 'GET', path: '/settings/connections' },
    { status: [200], never: '<img src=x' },
    {
      ...SESSION,
      before: ({ cast }) => cast.newCode('xss'),
      after: async (_, { body }) => expect(body).toContain('&lt;img src=x'),
    },
  ),

  attack(
    'S12',
    'somebody disabled who types the right password looks like anybody',
    post('${LOGIN}', { email: '${bob.email}', password: '${bob.pw}', csrf: '${csrf}' }),
    { status: [401] },
    {
      before: async ({ cast, server }) =>
        server
          .get(UserAdministration)
          .update((await cast.person('bob')).user, { status: 'disabled' }, SYSTEM),
    },
  ),
  attack(
    'S12',
    'other spellings of a name are counted with it',
    post('${LOGIN}', { email: '${alice.email|fullwidth}', password: 'wrong', csrf: '${csrf}' }),
    { status: [429], headers: { 'Retry-After': 'present' } },
    {
      before: async (trial) => {
        for (let made = 0; made < 5; made++) {
          await trial.with({ email: '${alice.email|upper}' });
          await trial.with({ email: ' ${alice.email} ' });
        }
      },
    },
  ),
  attack(
    'S12',
    'a forgotten password says the same of every address',
    post('/forgot', { email: 'nobody@example.com', csrf: '${csrf}' }),
    { status: [200, 303, 404] },
    {
      after: async (trial, unknown) => {
        const known = await trial.with({ email: '${alice.email}' });
        expect([known.status, known.headers.location, known.body.length]).toEqual([
          unknown.status,
          unknown.headers.location,
          unknown.body.length,
        ]);
      },
    },
  ),
  attack('S12', 'a stranger keeps nobody out of a browser of theirs', null, NOTHING, {
    after: async (trial) => {
      const home = await trial.cast.browser('alice');
      const { email } = await trial.cast.person('alice');
      for (let made = 0; made < 12; made++)
        await new Browser(trial.server.url).signIn(email, 'wrong and long');
      expect((await home.signIn(email, PASSWORD)).status).toBe(303);
    },
  }),

  attack(
    'S13',
    'a new password ends the sessions elsewhere',
    null,
    NOTHING,
    played(async (trial) => {
      const browser = await trial.cast.browser('alice');
      const { email } = await trial.cast.person('alice');
      const elsewhere = new Browser(trial.server.url);
      await elsewhere.signIn(email, PASSWORD);
      const before = cookieOf(browser);
      const form = { current_password: PASSWORD, new_password: 'a much better pass phrase' };
      await browser.submit(await browser.get('/settings/security'), 'password', form);
      expect((await elsewhere.get('/settings/profile')).status).toBe(303);
      expect((await trial.raw({ path: '/settings/profile', headers: { Cookie: before } })).status).toBe(303);
      expect((await browser.get('/settings/profile')).status).toBe(200);
    }),
  ),
  attack(
    'S13',
    'after a quarter of an hour a token is not made without the password',
    tokenForm(),
    { status: [400, 403] },
    {
      ...SESSION,
      before: async ({ cast, server }) => {
        await cast.browser('alice');
        server.advance(16 * 60);
      },
      after: async ({ cast }) =>
        expect((await (await cast.browser('alice')).get('/settings/tokens')).body).not.toMatch(
          /tokens\/tok_/,
        ),
    },
  ),
  attack(
    'S13',
    'a session ends after twelve hours',
    { method: 'GET', path: '/settings/profile' },
    { status: [303] },
    {
      ...SESSION,
      before: async ({ cast, server }) => {
        await cast.browser('alice');
        server.advance(12 * 3600 + 60);
      },
    },
  ),
  attack(
    'S13',
    'an id that somebody chose is no session',
    {
      method: 'GET',
      path: '/settings/profile',
      headers: { Cookie: `__Host-grantor-session=${'A'.repeat(43)}` },
    },
    { status: [303] },
  ),

  attack(
    'S30',
    'the session without its prefix is nobody',
    null,
    NOTHING,
    played(async (trial) => {
      const value = (await trial.cast.browser('alice')).cookies.get('__Host-grantor-session')!;
      for (const Cookie of [
        `grantor-session=${value}`,
        `__host-grantor-session=${value}`,
        `__Secure-grantor-session=${value}`,
        `__Host-grantor-session="${value}"x`,
      ]) {
        const answer = await trial.raw({ path: '/settings/profile', headers: { Cookie } });
        expect([Cookie.slice(0, 24), answer.status]).toEqual([Cookie.slice(0, 24), 303]);
      }
    }),
  ),
  attack(
    'S30',
    'a session in other letters is nobody',
    null,
    NOTHING,
    played(async (trial) => {
      const value = (await trial.cast.browser('alice')).cookies.get('__Host-grantor-session')!;
      for (const other of [
        value.toLowerCase(),
        value.toUpperCase(),
        `${value}a`,
        value.slice(1),
        createHash('sha256').update(value).digest('hex'),
      ]) {
        const answer = await trial.raw({
          path: '/settings/profile',
          headers: { Cookie: `__Host-grantor-session=${other}` },
        });
        expect(answer.status).toBe(303);
      }
    }),
  ),
  attack(
    'S30',
    'cookies say nothing',
    null,
    NOTHING,
    played(async (trial) => {
      const { cookies } = await trial.cast.browser('alice');
      const { user, email } = await trial.cast.person('alice');
      for (const [name, value] of cookies) {
        expect([name, value.length >= 22]).toEqual([name, true]);
        const readable =
          value +
          value
            .split('.')
            .map((part) => Buffer.from(part, 'base64url').toString())
            .join();
        expect(readable).not.toMatch(new RegExp(`${email}|${user.id}`));
      }
    }),
  ),
  attack(
    'S30',
    'a sign-in that fails sets no session',
    post('${LOGIN}', { email: '${alice.email}', password: 'wrong', csrf: '${csrf}' }),
    { status: [401], never: 'session' },
  ),
  attack(
    'S09',
    'a way back that we have not signed leads home',
    post('${LOGIN}', {
      email: '${alice.email}',
      password: '${alice.pw}',
      csrf: '${csrf}',
      next: 'eyJhbGciOiJub25lIn0.eyJwYXRoIjoiL2FkbWluIn0.',
    }),
    { status: [303], headers: { Location: '/' } },
  ),
];

import { callbackOf } from '../judge';
import type { Trial } from '../trial';
import type { RawAnswer } from '../../support/raw';
import { attack, authorize, back, from, type OwnCase, PAGE, post, SESSION } from './own-case';

const elsewhere = (uri: string) =>
  attack('S01', `redirect_uri ${JSON.stringify(uri)}`, authorize({ redirect_uri: uri }), PAGE);
const loopback = (uri: string) =>
  attack(
    'S01',
    `loopback: ${uri} is not 127.0.0.1`,
    authorize({ ...from('native'), redirect_uri: uri }),
    PAGE,
  );
const scope = (words: string, title = words) =>
  attack('S08', `scope ${title}`, authorize({ scope: words }), back('invalid_scope'), SESSION);

/** Where the sign-in leads to with that `next`. */
const leadsHome = async (_: Trial, { headers }: RawAnswer) =>
  expect(headers.location).toMatch(/^\/(?![/\\])/);

export const AUTHORIZE_CASES: OwnCase[] = [
  ...[
    'https://app.example.test.evil.test/cb',
    'https://app.example.test@evil.test/cb',
    'https://evil.test/https://app.example.test/cb',
    'https://APP.example.test/cb',
    'https://app.example.test./cb',
    'https://app.example.test:443/cb',
    'https://app.example.test/c%62',
    'https://app.example.test/x/../cb',
    'https://app.example.test/cb/',
    'https://app.example.test\\@evil.test/cb',
    'https://app.example.test/cb\n',
    'https://app.example.test/cb\u0000',
    ' https://app.example.test/cb',
    'https://\u0430pp.example.test/cb',
    'https://app.example.test\uff0fcb',
    'http://app.example.test/cb',
    '//app.example.test/cb',
    'javascript:alert(1)',
    'https://app.example.test/cb?',
  ].map(elsewhere),
  ...[
    'http://localhost:5000/cb',
    'http://[::1]:5000/cb',
    'http://127.0.0.2:5000/cb',
    'http://127.1:5000/cb',
    'http://2130706433:5000/cb',
    'http://0x7f.0.0.1:5000/cb',
    'http://127.0.0.1.evil.test:5000/cb',
    'http://127.0.0.1:5000@evil.test/cb',
    'http://127.0.0.1:5000/cb/more',
    'http://127.0.0.1:5000/cb?x=1',
    'https://127.0.0.1:5000/cb',
    'http://127.0.0.1:99999/cb',
    'http://127.0.0.1:5000\\@evil.test/cb',
  ].map(loopback),
  attack(
    'S01',
    'a query that is registered cannot be left out',
    authorize({ ...from('qclient'), redirect_uri: 'https://app.example.test/cb' }),
    PAGE,
  ),
  attack(
    'S01',
    'a bad address is no better with prompt=none and an error beside it',
    authorize({ redirect_uri: 'https://evil.test', prompt: 'none', response_type: 'x' }),
    PAGE,
  ),
  attack('S01', 'the address of another app', authorize({ redirect_uri: '${pub.redirect}' }), PAGE),
  attack(
    'S01',
    'the sign-in leads to our own pages only',
    post('${LOGIN}', {
      email: '${alice.email}',
      password: '${alice.pw}',
      csrf: '${csrf}',
      next: 'https://evil.test/',
    }),
    { status: [302, 303] },
    { after: leadsHome },
  ),
  attack(
    'S01',
    'so it does with an address of two slashes',
    post('${LOGIN}', {
      email: '${alice.email}',
      password: '${alice.pw}',
      csrf: '${csrf}',
      next: '//evil.test/',
    }),
    { status: [302, 303] },
    { after: leadsHome },
  ),
  attack(
    'S01',
    'the sign-out leads nowhere',
    {
      method: 'GET',
      path: '/logout',
      query: { post_logout_redirect_uri: 'https://evil.test/', redirect_uri: 'https://evil.test/' },
    },
    { status: [200, 302, 303] },
    { after: async (_, answer) => expect(JSON.stringify(answer)).not.toContain('evil.test') },
  ),

  attack('S04', 'an empty client_id is none', authorize({ client_id: '' }), PAGE),
  attack(
    'S04',
    'redirect_uri twice, once good',
    authorize({ redirect_uri: ['${conf.redirect}', 'https://evil.test/'] }),
    PAGE,
  ),
  attack(
    'S04',
    'scope twice',
    authorize({ scope: ['read:projects', 'write:projects'] }),
    back('invalid_request'),
    SESSION,
  ),
  attack(
    'S04',
    'code_challenge twice',
    authorize({ code_challenge: ['${S256(verifier)}', 'x'] }),
    back('invalid_request'),
    SESSION,
  ),
  attack(
    'S04',
    'unknown parameters may be there twice',
    authorize({ foo: ['a', 'b'] }),
    { status: [200] },
    SESSION,
  ),
  attack(
    'S04',
    'by POST, the query of the address does not count',
    { ...post('${AUTHORIZE}', { client_id: '${conf.id}' }), query: { redirect_uri: 'https://evil.test/' } },
    { status: [303] },
    { after: async (_, { headers }) => expect(headers.location).not.toContain('evil') },
  ),

  attack(
    'S05',
    'response_type=code token',
    authorize({ response_type: 'code token' }),
    back('unsupported_response_type'),
    SESSION,
  ),
  attack(
    'S05',
    'response_type=id_token',
    authorize({ response_type: 'id_token' }),
    back('unsupported_response_type'),
    SESSION,
  ),
  attack(
    'S05',
    'response_type=CODE',
    authorize({ response_type: 'CODE' }),
    back('unsupported_response_type'),
    SESSION,
  ),
  attack(
    'S05',
    'response_mode=fragment does not carry a code',
    authorize({ response_mode: 'fragment' }),
    back('invalid_request'),
    SESSION,
  ),
  attack(
    'S05',
    'a request object is not read',
    authorize({ request: 'eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJodHRwczovL2V2aWwudGVzdCJ9.' }),
    back('request_not_supported', 'invalid_request'),
    SESSION,
  ),

  attack(
    'S06',
    'a client that must use PKCE and does not',
    authorize({ ...from('confpkce'), code_challenge: undefined, code_challenge_method: undefined }),
    back('invalid_request'),
    SESSION,
  ),
  attack(
    'S06',
    'a challenge without its method would be plain',
    authorize({ code_challenge_method: undefined }),
    back('invalid_request'),
    SESSION,
  ),
  attack(
    'S06',
    'a challenge of 42 letters',
    authorize({ code_challenge: 'a*42' }),
    back('invalid_request'),
    SESSION,
  ),
  attack(
    'S06',
    'a challenge with padding',
    authorize({ code_challenge: `${'a'.repeat(43)}=` }),
    back('invalid_request'),
    SESSION,
  ),
  attack(
    'S06',
    'a method in other letters',
    authorize({ code_challenge_method: 's256' }),
    back('invalid_request'),
    SESSION,
  ),

  attack(
    'S07',
    'a state with line breaks breaks no header',
    authorize({ state: 'a\r\nSet-Cookie: x=1\r\n\r\n<b>', response_type: 'x' }),
    back('unsupported_response_type'),
    { ...SESSION, after: async (_, { headers }) => expect(headers['set-cookie']).toBeUndefined() },
  ),
  attack(
    'S07',
    'a state of 4096 letters comes back',
    authorize({ state: 'x*4096', response_type: 'x' }),
    back('unsupported_response_type'),
    SESSION,
  ),
  attack(
    'S07',
    'a state that looks like parameters stays one',
    authorize({ state: 'a&code=evil&iss=https://evil.test#x', response_type: 'x' }),
    back('unsupported_response_type'),
    {
      ...SESSION,
      after: async (_, answer) =>
        expect([callbackOf(answer)!.get('code'), callbackOf(answer)!.getAll('iss')]).toEqual([
          null,
          [expect.stringContaining('localhost')],
        ]),
    },
  ),
  attack(
    'S07',
    'no state is no state',
    authorize({ state: undefined, response_type: 'x' }),
    { status: [302], error: ['unsupported_response_type'], iss_present: true },
    { ...SESSION, after: async (_, answer) => expect(callbackOf(answer)!.has('state')).toBe(false) },
  ),
  attack(
    'S07',
    'a query that is registered stays, and its parameters are not ours',
    authorize({ ...from('qclient'), response_type: 'x' }),
    back('unsupported_response_type'),
    { ...SESSION, after: async (_, answer) => expect(callbackOf(answer)!.get('tenant')).toBe('1') },
  ),

  scope('read:project'),
  scope('READ:PROJECTS'),
  scope('read:projects\twrite:projects', 'with a tab'),
  scope('read:projects,write:projects'),
  scope('read:projects admin:users'),
  scope('read:*'),
  scope('__proto__'),
  attack(
    'S08',
    'a member is not given what only administrators have',
    authorize({ ...from('adminapp'), scope: 'admin:users admin:write' }),
    back('invalid_scope', 'access_denied'),
    SESSION,
  ),
];

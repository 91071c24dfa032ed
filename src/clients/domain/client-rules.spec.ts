import { aClient, aPublicClient, titled } from '../../../test/support/values';
import type { Client } from './client';
import { registrationFaults } from './client-rules';

const AROUND = {
  knownScopes: ['read:profile', 'read:projects', 'write:projects'],
  knownGrants: ['authorization_code', 'refresh_token', 'client_credentials'],
};
const faults = (client: Client, chosenId?: string): string[] =>
  registrationFaults(client, { ...AROUND, chosenId }).map(({ pointer, code }) => `${pointer} ${code}`);

const machine = aClient({ type: 'm2m', redirectUris: [], grantTypes: ['client_credentials'] });

describe('the metadata of a client (RFC 7591 §2)', () => {
  it.each([
    ['a web app', aClient()],
    ['a public app', aPublicClient()],
    [
      'an app on this machine',
      aPublicClient({ type: 'native', redirectUris: ['http://127.0.0.1/cb', 'com.example.app:/cb'] }),
    ],
    ['a machine', machine],
    ['a machine that introspects', aClient({ ...machine, introspect: true })],
    [
      'the longest lifetimes',
      aClient({ accessTokenTtl: 31_536_000, refreshTokenTtl: 315_360_000, refreshGrace: 60 }),
    ],
    ['the shortest lifetimes', aClient({ accessTokenTtl: 1, refreshTokenTtl: 1, refreshGrace: 0 })],
    ['a name in any script', aClient({ name: 'Пакеты 包裹 & Söhne' })],
    [
      'fifty addresses',
      aClient({ redirectUris: Array.from({ length: 50 }, (_, n) => `https://a.example/${n}`) }),
    ],
  ])('is fine for %s', (_, client) => {
    expect(faults(client)).toEqual([]);
  });

  it.each([
    ['no name', aClient({ name: '' }), '/name length'],
    ['a long name', aClient({ name: 'x'.repeat(101) }), '/name length'],
    ['a control character', aClient({ name: 'Board\0' }), '/name character_not_allowed'],
    ['two lines', aClient({ name: 'Bo\nard' }), '/name character_not_allowed'],
    ['a turned direction', aClient({ name: 'Bo\u202eard' }), '/name character_not_allowed'],
    ['a character that draws nothing', aClient({ name: 'Board\u200b' }), '/name character_not_allowed'],
    ['a line separator', aClient({ name: 'Bo\u2028ard' }), '/name character_not_allowed'],
    ['a private character', aClient({ name: 'Board\ue000' }), '/name character_not_allowed'],
    ['no address', aClient({ redirectUris: [] }), '/redirect_uris required'],
    [
      'no address for the implicit grant',
      aClient({ redirectUris: [], grantTypes: ['implicit'] }),
      '/redirect_uris required',
    ],
    [
      'one address twice',
      aClient({ redirectUris: ['https://a.example', 'https://a.example'] }),
      '/redirect_uris/1 duplicate',
    ],
    [
      'a bad address',
      aClient({ redirectUris: ['https://a.example', 'http://a.example'] }),
      '/redirect_uris/1 https_required',
    ],
    [
      'many addresses',
      aClient({ redirectUris: Array.from({ length: 51 }, (_, n) => `https://a.example/${n}`) }),
      '/redirect_uris too_many',
    ],
    [
      'a grant that is off',
      aClient({ grantTypes: ['authorization_code', 'password'] }),
      '/grant_types not_available',
    ],
    ['an unknown grant', aClient({ grantTypes: ['authorization_code', 'x'] }), '/grant_types not_available'],
    [
      'a public machine',
      aPublicClient({ grantTypes: ['client_credentials'] }),
      '/grant_types secret_required',
    ],
    ['a machine without a secret', aPublicClient({ type: 'm2m' }), '/type secret_required'],
    [
      'an introspecting client without a secret',
      aPublicClient({ introspect: true }),
      '/type secret_required',
    ],
    ['an unknown scope', aClient({ scopes: ['read:profile', 'read:gone'] }), '/scopes unknown'],
    ['a scope in capitals', aClient({ scopes: ['READ:PROFILE'] }), '/scopes unknown'],
    ['no lifetime', aClient({ accessTokenTtl: 0 }), '/access_token_ttl out_of_range'],
    ['a lifetime over a year', aClient({ accessTokenTtl: 31_536_001 }), '/access_token_ttl out_of_range'],
    ['half a second', aClient({ accessTokenTtl: 0.5 }), '/access_token_ttl out_of_range'],
    ['no number', aClient({ accessTokenTtl: NaN }), '/access_token_ttl out_of_range'],
    [
      'a refresh lifetime over ten years',
      aClient({ refreshTokenTtl: 315_360_001 }),
      '/refresh_token_ttl out_of_range',
    ],
    ['a long grace', aClient({ refreshGrace: 61 }), '/refresh_grace out_of_range'],
    ['a negative grace', aClient({ refreshGrace: -1 }), '/refresh_grace out_of_range'],
  ])('is refused with %s', (_, client, fault) => {
    expect(faults(client)).toContain(fault);
  });

  it('has every fault named at once, with words for each', () => {
    const client = aClient({ name: '', redirectUris: ['javascript:x'], scopes: ['x'], accessTokenTtl: 0 });
    const found = registrationFaults(client, { ...AROUND, chosenId: 'x y' });
    expect(found.map(({ pointer }) => pointer)).toEqual([
      '/client_id',
      '/name',
      '/redirect_uris/0',
      '/scopes',
      '/access_token_ttl',
    ]);
    for (const { detail } of found) expect(detail).toMatch(/^[^\n]{10,200}\.$/);
  });

  it('does not repeat a long scope', () => {
    const [fault] = registrationFaults(aClient({ scopes: ['x'.repeat(1000)] }), AROUND);
    expect(fault!.detail).toBe(`There is no scope ${'x'.repeat(100)}.`);
  });
});

describe('a chosen client id', () => {
  it.each(
    titled([
      '1',
      'abc',
      'my-app',
      'https://client.example/metadata.json',
      'x'.repeat(2000),
      'User_1',
      'apple_1',
    ]),
  )('may be %s', (_, id) => {
    expect(faults(aClient(), id)).toEqual([]);
  });

  it.each(titled(['', 'my app', 'app\n', 'äpp', 'app\0', 'x'.repeat(2001)]))('may not be %s', (_, id) => {
    expect(faults(aClient(), id)).toEqual(['/client_id character_not_allowed']);
  });

  it.each(['user_1', 'app_x', 'res_x', 'sec_x', 'tok_x', 'auth_x', 'sess_x', 'evt_x', 'prj_x'])(
    'may not be %s: it would look like an id of ours',
    (id) => {
      expect(faults(aClient(), id)).toEqual(['/client_id reserved_prefix']);
    },
  );
});

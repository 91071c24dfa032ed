import {
  aClient,
  aPublicClient,
  aResource,
  aSettings,
  aUser,
  NOON,
  TestClock,
} from '../../../test/support/values';
import { Resources, type ResourceRegistry } from '../../scopes/application/resources';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { ScopeRules } from '../../scopes/application/scope-rules';
import { BUILT_IN_SCOPES } from '../../scopes/domain/built-in-scopes';
import { KeepAllScopes } from '../../scopes/domain/scope-policy';
import { type Session } from '../../sessions/domain/session';
import { sha256 } from '../../shared/domain/secret';
import type { AuthorizationRequest } from '../domain/authorization-request';
import { Consent } from '../domain/consent';
import { ConsentRules } from './consent-rules';
import { type ResponseType, ResponseTypes } from './response-type';
import type { Consents } from './stores';

const parcels = aResource({ uriHash: sha256('https://api.example.test/'), scopes: ['read:projects'] });
const registry = { find: async (hash: string) => (hash === parcels.uriHash ? parcels : null) };
const settings = aSettings();
const known = { find: async (...key: string[]) => (key[2] === settings.issuer ? key : null) };
const rules = new ConsentRules(
  known as unknown as Consents,
  new ScopeRules(new ScopeCatalogue(BUILT_IN_SCOPES), new KeepAllScopes(), settings),
  new Resources(registry as unknown as ResourceRegistry, settings),
  new ResponseTypes([{ type: 'code', grantType: 'authorization_code' } as ResponseType], settings),
  new TestClock(),
);

const asked = (values: Partial<AuthorizationRequest> = {}): AuthorizationRequest => ({
  responseType: 'code',
  responseMode: 'query',
  redirectUri: 'https://app.example.test/cb',
  redirectUriSent: true,
  state: null,
  scopes: ['read:profile', 'read:projects'],
  resource: settings.issuer,
  codeChallenge: null,
  nonce: null,
  prompt: [],
  maxAge: null,
  loginHint: null,
  uiLocales: null,
  ...values,
});

const remembered = (scopes: string[]) =>
  new Consent({
    id: 'consent_0123456789abcdef',
    userId: aUser().id,
    clientRef: 'ref',
    resource: settings.issuer,
    resourceHash: 'hash',
    scopes,
    createdAt: NOON,
    updatedAt: NOON,
  });

describe('the question whether an app may (ASVS 10.7)', () => {
  const SCOPES = ['read:profile', 'read:projects'];
  const house = aClient({ firstParty: true });
  const loopback = asked({ redirectUri: 'http://127.0.0.1/cb' });
  const scheme = asked({ redirectUri: 'com.example.app:/cb' });

  it.each([
    [true, 'for the first time', asked(), aClient(), null],
    [false, 'again for the same', asked(), aClient(), SCOPES],
    [false, 'again for less', asked(), aClient(), [...SCOPES, 'read:email']],
    [true, 'again for more', asked(), aClient(), ['read:profile']],
    [true, 'again because the app wants it', asked({ prompt: ['consent'] }), aClient(), SCOPES],
    [false, 'again with another prompt', asked({ prompt: ['login'] }), aClient(), SCOPES],
    [false, 'for an app of the house', asked(), house, null],
    [true, 'for an app of the house that wants it', asked({ prompt: ['consent'] }), house, null],
    [false, 'again for a public app at https', asked(), aPublicClient(), SCOPES],
    [true, 'again for a public app on this machine', loopback, aPublicClient(), SCOPES],
    [true, 'again for a public app with its own scheme', scheme, aPublicClient(), SCOPES],
    [
      true,
      'for a public app of the house on this machine',
      loopback,
      aPublicClient({ firstParty: true }),
      null,
    ],
    [false, 'again for a confidential app on this machine', loopback, aClient(), SCOPES],
  ])('is asked (%s) %s (RFC 8252 §8.6)', (asks, _, request, client, known) => {
    expect(rules.mustAsk(request, client, SCOPES, known && remembered(known))).toBe(asks);
  });
});

describe('a remembered consent', () => {
  it('is that of this person, client and API', async () => {
    const client = aClient();
    expect(await rules.remembered(asked(), client, aUser())).toEqual([
      aUser().id,
      client.ref,
      settings.issuer,
    ]);
    expect(await rules.remembered(asked({ resource: parcels.uri }), client, aUser())).toBeNull();
  });
});

describe('what a person can allow', () => {
  const client = aClient({ scopes: ['read:profile', 'read:projects', 'admin:read'] });
  const scopes = ['admin:read', 'read:projects', 'read:email'];

  it.each([
    ['a member', aUser(), settings.issuer, ['read:projects']],
    ['an administrator', aUser({ role: 'admin' }), settings.issuer, ['admin:read', 'read:projects']],
    [
      'an administrator, at an API with fewer scopes',
      aUser({ role: 'admin' }),
      parcels.uri,
      ['read:projects'],
    ],
  ])('is cut to client, role and API: %s', async (_, user, resource, expected) => {
    expect(await rules.permittedScopes(asked({ scopes, resource }), client, user)).toEqual(expected);
  });

  it('is nothing at an API that is gone (RFC 8707 §2)', async () => {
    const request = asked({ resource: 'https://gone.example/' });
    await expect(rules.permittedScopes(request, client, aUser())).rejects.toMatchObject({
      code: 'invalid_target',
    });
  });
});

describe('power over the organization', () => {
  const signedIn = (secondsAgo: number) => ({ authTime: NOON - secondsAgo * 1000 }) as Session;

  it.each([
    ['admin:read', 900, false],
    ['admin:read', 901, true],
    ['admin:users', 86_400, true],
    ['read:projects', 86_400, false],
    ['read:admin:x', 86_400, false],
  ])('%s, %i seconds after the sign-in, needs a fresh one: %s', (scope, secondsAgo, needs) => {
    expect(rules.needsFreshSignIn(['read:profile', scope], signedIn(secondsAgo))).toBe(needs);
  });
});

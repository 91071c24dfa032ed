import * as fc from 'fast-check';
import { aClient, NOON } from '../../../test/support/values';
import { newJti, parseJti } from './access-token';
import { type Authorization, newAuthorization } from './authorization';

const ASKED = {
  grantType: 'authorization_code',
  userId: 'user_0123456789abcdef',
  client: aClient(),
  scopes: ['read:projects'],
  resource: 'https://api.example.test/',
  createdAt: NOON,
  expiresAt: null,
};

describe('the jti of an access token (RFC 7519 §4.1.7)', () => {
  it('names the Authorization and its generation', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (generation) => {
        const authorization = Object.assign(newAuthorization(ASKED), { generation }) as Authorization;
        expect(parseJti(newJti(authorization, ASKED.client))).toEqual({
          authorizationId: authorization.id,
          generation,
        });
      }),
    );
  });

  it('counts what the client has ended too, but not for what the client has for itself', () => {
    const client = aClient({ accessGeneration: 7 });
    const given = Object.assign(newAuthorization(ASKED), { generation: 2 }) as Authorization;
    expect(parseJti(newJti(given, client))!.generation).toBe(9);
    expect(parseJti(newJti(given, null))!.generation).toBe(2);
    given.standingFor = client.ref;
    expect(parseJti(newJti(given, client))!.generation).toBe(2);
  });

  it('is another one for each token', () => {
    const authorization = newAuthorization(ASKED);
    expect(newJti(authorization, null)).not.toBe(newJti(authorization, null));
  });

  it.each([
    '',
    'auth_0123456789abcdef',
    'auth_0123456789abcdef.0',
    'auth_0123456789abcdef.0.0123456789abcde',
    'auth_0123456789abcdef.0.0123456789abcdef0',
    'auth_0123456789abcdef..0123456789abcdef',
    'auth_0123456789abcdef.-1.0123456789abcdef',
    'auth_0123456789abcdef.1e3.0123456789abcdef',
    'auth_0123456789abcdef.1234567890.0123456789abcdef',
    'auth_0123456789abcdef.0.0123456789abcdef.x',
    'auth_0123456789abcdef.0.0123456789abcdef\n',
    'auth_0123456789abcdé.0.0123456789abcdef',
    'user_0123456789abcdef.0.0123456789abcdef',
    'AUTH_0123456789abcdef.0.0123456789abcdef',
  ])('is not %j', (jti) => {
    expect(parseJti(jti)).toBeNull();
  });
});

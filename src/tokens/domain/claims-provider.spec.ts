import { NoExtraClaims, withoutReserved } from './claims-provider';

describe('extra claims', () => {
  it.each([
    ...['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'scope', 'client_id', 'auth_time', 'acr', 'amr'],
    ...['nonce', 'sid', 'cnf', 'azp', 'act', 'may_act', 'events', 'active', 'token_type', 'username'],
    '__proto__',
  ])('cannot say %s: only the server does (RFC 9068 §2.2, RFC 7662 §2.2)', (name) => {
    const claims = JSON.parse(`{"${name}":"x","department":"shipping"}`) as Record<string, unknown>;
    expect(JSON.stringify(withoutReserved(claims))).toBe('{"department":"shipping"}');
  });

  it('may say anything else', () => {
    const claims = {
      department: 'shipping',
      roles: ['a'],
      SUB: 'x',
      constructor: 'y',
      'https://acme.example/x': null,
    };
    expect(withoutReserved(claims)).toEqual(claims);
  });

  it('are none by default', async () => {
    expect(await new NoExtraClaims().claimsFor()).toEqual({});
  });
});

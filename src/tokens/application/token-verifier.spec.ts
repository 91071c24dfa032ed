import { JwtRejectedError, type JwtVerifier } from '../../keys/application/jwt-verifier';
import type { LiveCopies } from '../../shared/application/live-copies';
import { SecretFormat } from '../../shared/domain/secret';
import { type LiveToken, type TokenParties, type TokenStores, TokenVerifier } from './token-verifier';

const AUTHORIZATION = 'auth_0123456789abcdef';
const ISSUED = 1_700_000_000;
const CLAIMS = {
  ...{ jti: `${AUTHORIZATION}.0.0123456789abcdef`, aud: 'https://api.example.com', scope: 'read' },
  ...{ iat: ISSUED, exp: ISSUED + 3600 },
};

describe('a living token that was found before', () => {
  function setUp() {
    const state = { changes: 1, now: ISSUED * 1000, isSteady: true, isRevoked: false, isGenuine: true };
    const complete = jest.fn(async (read: object) => ({ ...read, user: null, client: null }) as LiveToken);
    const jwts = {
      verify: async () => {
        if (state.isGenuine) return CLAIMS;
        throw new JwtRejectedError('its key is gone');
      },
    };
    const stores = {
      authorizations: { find: async () => ({ id: AUTHORIZATION }) },
      revoked: { has: async () => state.isRevoked },
    };
    const verifier = new TokenVerifier(
      jwts as unknown as JwtVerifier,
      new SecretFormat('a'),
      stores as unknown as TokenStores,
      { complete, isSteady: () => state.isSteady } as unknown as TokenParties,
      { renew: async () => state.changes } as LiveCopies,
      { now: () => state.now },
    );
    return { state, complete, verify: () => verifier.verify('a.b.c') };
  }

  it('is given again as long as nothing has changed, to nobody who could change it', async () => {
    const { complete, verify } = setUp();
    const token = await verify();
    expect(await verify()).toBe(token);
    expect(complete).toHaveBeenCalledTimes(1);
    expect(() => token!.scopes.push('admin')).toThrow(TypeError);
  });

  it('is looked for anew when anything has changed', async () => {
    const { state, complete, verify } = setUp();
    await verify();
    state.changes++;
    expect(await verify()).not.toBeNull();
    expect(complete).toHaveBeenCalledTimes(2);
    Object.assign(state, { changes: 3, isRevoked: true });
    expect(await verify()).toBeNull();
  });

  it('ends in its time, and with its key', async () => {
    const { state, verify } = setUp();
    await verify();
    state.now = CLAIMS.exp * 1000;
    expect(await verify()).toBeNull();
    Object.assign(state, { now: ISSUED * 1000, isGenuine: false });
    expect(await verify()).toBeNull();
  });

  it('is never believed where parts of a company decide, whose changes nobody tells us of', async () => {
    const { state, complete, verify } = setUp();
    state.isSteady = false;
    await verify();
    await verify();
    expect(complete).toHaveBeenCalledTimes(2);
  });
});

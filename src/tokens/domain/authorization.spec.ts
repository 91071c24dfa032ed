import { NOON } from '../../../test/support/values';
import { newAuthorization, NO_SIGN_IN } from './authorization';

const ASKED = {
  grantType: 'authorization_code',
  userId: 'user_0123456789abcdef',
  clientRef: 'ref',
  scopes: ['read:projects'],
  resource: 'https://api.example.test/',
  createdAt: NOON,
  expiresAt: null,
};

describe('a new Authorization', () => {
  it('is alive, of generation 0, and bound to nothing that was not said', () => {
    const authorization = newAuthorization(ASKED);
    expect(authorization).toMatchObject({ ...ASKED, ...NO_SIGN_IN, generation: 0, revokedAt: null });
    expect(authorization).toMatchObject({ nonce: null, cnf: null, standingFor: null });
    expect(authorization.isAlive).toBe(true);
    expect(authorization.id).toMatch(/^auth_[0-9A-Za-z]{16}$/);
    expect(newAuthorization(ASKED).id).not.toBe(authorization.id);
  });

  it('keeps how the person signed in', () => {
    const facts = { sid: 'sess_0123456789abcdef', authTime: NOON - 1000, acr: '1', amr: ['pwd'], nonce: 'n' };
    expect(newAuthorization({ ...ASKED, ...facts })).toMatchObject(facts);
  });

  it('is dead once it is revoked', () => {
    const authorization = newAuthorization(ASKED);
    authorization.revokedAt = NOON;
    expect(authorization.isAlive).toBe(false);
  });
});

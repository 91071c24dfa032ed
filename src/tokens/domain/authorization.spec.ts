import { aClient, NOON } from '../../../test/support/values';
import { newAuthorization, NO_SIGN_IN } from './authorization';

const ASKED = {
  grantType: 'authorization_code',
  userId: 'user_0123456789abcdef',
  client: aClient(),
  scopes: ['read:projects'],
  resource: 'https://api.example.test/',
  createdAt: NOON,
  expiresAt: null,
};

describe('a new Authorization', () => {
  it('is alive, of generation 0, and bound to nothing that was not said', () => {
    const authorization = newAuthorization(ASKED);
    const { client, ...asked } = ASKED;
    expect(authorization).toMatchObject({ ...asked, ...NO_SIGN_IN, generation: 0, revokedAt: null });
    expect(authorization).toMatchObject({ clientRef: client.ref, clientEpoch: client.epoch });
    expect(authorization).toMatchObject({ nonce: null, cnf: null, standingFor: null });
    expect(authorization.isAlive(client)).toBe(true);
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
    expect(authorization.isAlive(ASKED.client)).toBe(false);
  });

  it('dies with the epoch of its client, and with the client', () => {
    const authorization = newAuthorization(ASKED);
    expect(authorization.isAlive(aClient({ epoch: 'second epoch' }))).toBe(false);
    expect(authorization.isAlive(aClient({ id: 'another' }))).toBe(false);
    expect(authorization.isAlive(null)).toBe(false);
  });

  it('dies when what was given before a moment later than it ends', () => {
    const authorization = newAuthorization(ASKED);
    expect(authorization.isAlive(aClient({ grantedFrom: NOON }))).toBe(true);
    expect(authorization.isAlive(aClient({ grantedFrom: NOON + 1 }))).toBe(false);
  });

  it('lives without a client where it never had one', () => {
    expect(newAuthorization({ ...ASKED, client: null }).isAlive(null)).toBe(true);
  });

  it('outlives the epochs of its client where it stands for the client itself', () => {
    const authorization = newAuthorization({ ...ASKED, userId: null, standingFor: ASKED.client.ref });
    expect(authorization.isAlive(aClient({ epoch: 'second epoch' }))).toBe(true);
    expect(authorization.isAlive(null)).toBe(false);
  });
});

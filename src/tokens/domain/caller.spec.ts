import { aUser } from '../../../test/support/values';
import { type Caller, hasScope, ownerIdOf } from './caller';

const machine: Caller = {
  user: null,
  clientId: 'nightly',
  scopes: ['read:projects'],
  kind: 'jwt',
  tokenId: 'jti',
  authorizationId: 'auth_0123456789abcdef',
  expiresAt: null,
};

describe('a caller', () => {
  it('owns things as a person, and as a client only when there is none', () => {
    expect(ownerIdOf({ ...machine, user: aUser() })).toBe('user_0123456789abcdef');
    expect(ownerIdOf({ ...machine, user: aUser(), clientId: null })).toBe('user_0123456789abcdef');
    expect(ownerIdOf(machine)).toBe('nightly');
  });

  it.each([
    ['read:projects', true],
    ['read:project', false],
    ['READ:PROJECTS', false],
    ['', false],
  ])('has the scope %j: %s (RFC 6749 §3.3)', (scope, has) => {
    expect(hasScope(machine, scope)).toBe(has);
  });
});

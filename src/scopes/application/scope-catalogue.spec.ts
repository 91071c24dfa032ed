import { BUILT_IN_SCOPES } from '../domain/built-in-scopes';
import type { ScopeDefinition } from '../domain/scope';
import { ScopeCatalogue } from './scope-catalogue';

const scope = (name: string): ScopeDefinition => ({
  name,
  description: name,
  consentText: name,
  group: 'Parcels',
  risk: 'read',
  grantableTo: 'both',
  role: 'member',
});

describe('the catalogue of scopes', () => {
  const catalogue = new ScopeCatalogue([...BUILT_IN_SCOPES, scope('read:parcels')]);

  it('has those of the guide, three of our own, and a company’s', () => {
    expect(catalogue.names()).toEqual([
      'read:profile',
      'write:profile',
      'read:email',
      'read:projects',
      'write:projects',
      'delete:projects',
      'admin:read',
      'admin:write',
      'admin:users',
      'manage:apps',
      'manage:tokens',
      'manage:account',
      'read:parcels',
    ]);
    expect(catalogue.all().map(({ name }) => name)).toEqual(catalogue.names());
  });

  it('keeps administration for administrators and accounts for first-party apps', () => {
    for (const { name, role, firstPartyOnly, grantableTo } of catalogue.all()) {
      expect(role).toBe(name.startsWith('admin:') ? 'admin' : 'member');
      expect(firstPartyOnly ?? false).toBe(name.startsWith('manage:'));
      if (/profile|email|manage:/.test(name)) expect(grantableTo).toBe('users');
    }
  });

  it.each(['READ:PROFILE', 'read', '', 'constructor', '__proto__', 'toString'])(
    'does not know %j',
    (name) => {
      expect(catalogue.find(name)).toBeNull();
    },
  );

  it('describes names in their order, and leaves out what is gone', () => {
    const names = ['read:parcels', 'read:gone', 'read:email'];
    expect(catalogue.describe(names).map(({ name }) => name)).toEqual(['read:parcels', 'read:email']);
  });

  it.each(['', 'read parcels', 'read:"parcels"', 'päckchen'])(
    'refuses the name %j (RFC 6749 §3.3)',
    (name) => {
      expect(() => new ScopeCatalogue([scope(name)])).toThrow(`The scope "${name}" has a character`);
    },
  );

  it('refuses a name that stands twice', () => {
    expect(() => new ScopeCatalogue([...BUILT_IN_SCOPES, scope('read:email')])).toThrow(
      'A scope is defined twice.',
    );
  });
});

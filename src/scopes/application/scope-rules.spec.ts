import * as fc from 'fast-check';
import { aClient, aResource, aSettings, aUser, titled } from '../../../test/support/values';
import { type OAuthError } from '../../shared/domain/oauth-error';
import { BUILT_IN_SCOPES } from '../domain/built-in-scopes';
import { KeepAllScopes, ScopePolicy } from '../domain/scope-policy';
import { isSubset } from '../domain/scope';
import { ScopeCatalogue } from './scope-catalogue';
import { ScopeRules } from './scope-rules';

const catalogue = new ScopeCatalogue(BUILT_IN_SCOPES);
const rulesWith = (policy: ScopePolicy, defaults = '') =>
  new ScopeRules(catalogue, policy, aSettings({ DEFAULT_SCOPES: defaults }));
const rules = rulesWith(new KeepAllScopes(), 'read:profile read:email');
const ALL = catalogue.names();

describe('the scopes that a request asks for (RFC 6749 §3.3)', () => {
  const allowed = ['read:profile', 'read:projects'];

  const refusal = (parameter: string): string => {
    try {
      rules.requested(parameter, allowed);
    } catch (error) {
      expect(error).toMatchObject({ name: 'OAuthError', code: 'invalid_scope', status: 400 });
      return (error as OAuthError).description;
    }
    return 'none';
  };

  it.each([
    ['the parameter', 'read:projects read:profile', ['read:projects', 'read:profile']],
    ['the defaults that the client may have, when there is none', null, ['read:profile']],
    ['nothing, when it is blank', ' ', []],
  ])('are %s', (_, parameter, expected) => {
    expect(rules.requested(parameter, allowed)).toEqual(expected);
  });

  it.each(
    titled<[string, string]>([
      ['read:projects read:gone', 'scope names something that this server does not know'],
      ['READ:PROJECTS', 'scope names something that this server does not know'],
      ['read:projects admin:read', 'scope names something that this client may not ask for'],
      ['read:"projects"', 'scope is too long or has a character that no scope may have'],
      ['x'.repeat(1001), 'scope is too long or has a character that no scope may have'],
    ]),
  )('are not %s', (_, [parameter, expected]) => {
    expect(refusal(parameter)).toBe(expected);
  });

  it('are never repeated in the answer', () => {
    expect(refusal('read:<script>')).not.toContain('script');
  });
});

describe('the scopes that are given', () => {
  const resource = aResource();
  const member = aUser();
  const admin = aUser({ role: 'admin' });
  const everything = aClient({ scopes: ALL });
  const trusted = aClient({ scopes: ALL, firstParty: true });
  const users = ['read:profile', 'write:profile', 'read:email'];
  const projects = ['read:projects', 'write:projects', 'delete:projects'];
  const administration = ['admin:read', 'admin:write', 'admin:users'];
  const account = ['manage:apps', 'manage:tokens', 'manage:account'];

  it.each([
    ['a member through an app', { client: everything, user: member, resource }, [...users, ...projects]],
    [
      'an administrator through an app',
      { client: everything, user: admin, resource },
      [...users, ...projects, ...administration],
    ],
    [
      'a member through an app of the house',
      { client: trusted, user: member, resource },
      [...users, ...projects, ...account],
    ],
    [
      'a member through their own hand',
      { client: null, user: member, resource },
      [...users, ...projects, ...account],
    ],
    ['an administrator through their own hand', { client: null, user: admin, resource }, ALL],
    ['a machine', { client: trusted, user: null, resource }, [...projects, ...administration]],
    [
      'an app with fewer scopes',
      { client: aClient({ scopes: ['read:email', 'admin:read'] }), user: member, resource },
      ['read:email'],
    ],
    [
      'an API with fewer scopes',
      { client: everything, user: member, resource: aResource({ scopes: ['read:projects'] }) },
      ['read:projects'],
    ],
    ['an API without scopes', { client: everything, user: member, resource: aResource({ scopes: [] }) }, []],
  ])('to %s', async (_, context, expected) => {
    expect(await rules.permitted(ALL, context)).toEqual(expected);
  });

  it('are those that were asked for, in that order, without what is gone', async () => {
    const asked = ['write:projects', 'read:gone', 'read:email'];
    const given = await rules.permitted(asked, { client: everything, user: member, resource });
    expect(given).toEqual(['write:projects', 'read:email']);
  });

  it('are narrowed by the policy, and never widened', async () => {
    const scope = fc.constantFrom(...ALL, 'read:gone', 'READ:EMAIL');
    const scopes = fc.uniqueArray(scope);
    await fc.assert(
      fc.asyncProperty(scopes, scopes, scopes, fc.boolean(), async (asked, answer, ofClient, isAdmin) => {
        class Says extends ScopePolicy {
          narrow = async () => answer;
        }
        const user = isAdmin ? admin : member;
        const context = { client: aClient({ scopes: ofClient }), user, resource };
        const most = await rules.permitted(asked, context);
        const given = await rulesWith(new Says()).permitted(asked, context);
        expect(given).toEqual(most.filter((item) => answer.includes(item)));
        expect(isSubset(given, asked) && isSubset(given, ofClient)).toBe(true);
      }),
    );
  });
});

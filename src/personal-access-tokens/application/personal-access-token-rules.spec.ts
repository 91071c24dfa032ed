import { aSettings, aUser } from '../../../test/support/values';
import { Resources, type ResourceRegistry } from '../../scopes/application/resources';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { ScopeRules } from '../../scopes/application/scope-rules';
import { BUILT_IN_SCOPES } from '../../scopes/domain/built-in-scopes';
import { KeepAllScopes } from '../../scopes/domain/scope-policy';
import type { Problem } from '../../shared/domain/problem';
import { PersonalAccessToken } from '../domain/personal-access-token';
import { PersonalAccessTokenRules } from './personal-access-token-rules';

function rulesWith(env: Record<string, string> = {}): PersonalAccessTokenRules {
  const settings = aSettings(env);
  const catalogue = new ScopeCatalogue(BUILT_IN_SCOPES);
  const scopes = new ScopeRules(catalogue, new KeepAllScopes(), settings);
  const resources = new Resources({ find: async () => null } as unknown as ResourceRegistry, settings);
  return new PersonalAccessTokenRules(settings, catalogue, scopes, resources);
}

const rules = rulesWith();
const REQUEST = { name: 'ci', scopes: ['read:projects'] };

async function faults(
  request: Partial<typeof REQUEST>,
  days: number | null = 30,
  { user = aUser(), rules: by = rules } = {},
): Promise<string[]> {
  const problem = await by.requireValid(user, { ...REQUEST, ...request }, days).then(
    () => null,
    (error: Problem) => error,
  );
  return (problem?.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('what a person asks of a token', () => {
  it.each([
    ['a name, scopes and days', {}, 30],
    ['no scopes', { scopes: [] }, 30],
    ['one day', {}, 1],
    ['the longest time', {}, 366],
    ['power over their own account', { scopes: ['manage:tokens', 'manage:apps', 'manage:account'] }, 30],
    ['a hundred letters', { name: 'x'.repeat(100) }, 30],
  ])('may be %s', async (_, request, days) => {
    expect(await faults(request, days)).toEqual([]);
  });

  it.each([
    ['no name', { name: '' }, 30, ['/name length']],
    ['blanks as name', { name: '  ' }, 30, ['/name length']],
    ['a long name', { name: 'x'.repeat(101) }, 30, ['/name length']],
    ['two lines', { name: 'a\nb' }, 30, ['/name character_not_allowed']],
    ['an invisible character', { name: 'a\u200Bb' }, 30, ['/name character_not_allowed']],
    ['no days', {}, 0, ['/expires_in out_of_range']],
    ['half a day', {}, 0.5, ['/expires_in out_of_range']],
    ['more days than the server allows', {}, 367, ['/expires_in out_of_range']],
    ['no end', {}, null, ['/expires_in out_of_range']],
    ['no number', {}, NaN, ['/expires_in out_of_range']],
    ['a scope above the role', { scopes: ['read:projects', 'admin:read'] }, 30, ['/scopes role']],
    ['an unknown scope', { scopes: ['read:gone'] }, 30, ['/scopes unknown']],
    [
      'everything wrong',
      { name: '', scopes: ['x', 'admin:read'] },
      0,
      ['/name length', '/expires_in out_of_range', '/scopes unknown', '/scopes role'],
    ],
  ])('may not be %s', async (_, request, days, expected) => {
    expect(await faults(request, days)).toEqual(expected);
  });

  it('may be more for an administrator', async () => {
    const user = aUser({ role: 'admin' });
    expect(await faults({ scopes: ['admin:read', 'admin:write', 'admin:users'] }, 30, { user })).toEqual([]);
  });

  it('may be to last for ever, where the server allows it', async () => {
    expect(await faults({}, null, { rules: rulesWith({ PAT_ALLOW_NEVER: 'true' }) })).toEqual([]);
  });

  it('is as the server has it when the days are left out', () => {
    expect(rulesWith({ PAT_DEFAULT_DAYS: '7' }).days(undefined)).toBe(7);
    expect(rules.days(null)).toBeNull();
    expect(rules.days(1)).toBe(1);
  });

  it('does not repeat a long scope', async () => {
    const refused = rules.requireValid(aUser(), { name: 'ci', scopes: ['x'.repeat(500)] }, 30);
    await expect(refused).rejects.toMatchObject({ detail: `There is no scope ${'x'.repeat(100)}.` });
  });
});

describe('room for one more', () => {
  const named = (name: string) => new PersonalAccessToken({ name } as PersonalAccessToken);
  const strict = rulesWith({ PAT_MAX_PER_USER: '2' });
  const refusal = (tokens: PersonalAccessToken[], name = 'ci') => {
    try {
      strict.requireRoom(tokens, name);
    } catch (error) {
      return (error as Problem).slug;
    }
    return null;
  };

  it.each([
    ['nothing', [], null],
    ['one', [named('a')], null],
    ['two', [named('a'), named('b')], 'limit-reached'],
    ['one of that name', [named('ci')], 'validation-failed'],
    ['one of that name in other letters', [named('CI')], null],
  ])('beside %s', (_, tokens, slug) => {
    expect(refusal(tokens)).toBe(slug);
  });
});

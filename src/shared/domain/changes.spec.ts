import { changesBetween } from './changes';

describe('what differs', () => {
  const before = { name: 'Board', accessTokenTtl: null as number | null, scopes: ['a', 'b'], hash: 'x' };

  it('is told by the names of REST, from what to what', () => {
    const after = { ...before, accessTokenTtl: 60, scopes: ['a'] };
    expect(changesBetween(before, after, ['name', 'accessTokenTtl', 'scopes'])).toEqual([
      { path: 'access_token_ttl', from: null, to: 60 },
      { path: 'scopes', from: ['a', 'b'], to: ['a'] },
    ]);
  });

  it('is nothing when all is the same, and never what was not asked for', () => {
    expect(changesBetween(before, { ...before, scopes: ['a', 'b'], hash: 'y' }, ['name', 'scopes'])).toEqual(
      [],
    );
  });
});

import { isProjectKey, keyFromName, keysFromName } from './project';

describe('the key of a project', () => {
  it.each([
    ['Road Map 2027', 'ROADMAP202'],
    ['Über-Öl', 'UBEROL'],
    ['ﬁne', 'FINE'],
    ['straße', 'STRASSE'],
    ['2027 plan', '2027PLAN'],
    ['日本', 'PROJECT'],
    ['🚀', 'PROJECT'],
  ])('is made from the name %p', (name, key) => {
    expect(keyFromName(name)).toBe(key);
  });

  it('has others of the same beginning, should it be taken', () => {
    const keys = [...keysFromName('Road Map')];
    expect(keys.slice(0, 3)).toEqual(['ROADMAP', 'ROADMAP2', 'ROADMAP3']);
    expect(keys.at(-1)).toMatch(/^ROADM\d{5}$/);
    expect([...keysFromName('Road Map 2027')].every(isProjectKey)).toBe(true);
  });

  it.each(['', 'a', 'A-B', 'ABCDEFGHIJK', 'A\n', 'A ', ['ABC'], 7, null, {}])('is not %p', (key) => {
    expect(isProjectKey(key)).toBe(false);
  });
});

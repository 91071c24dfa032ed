import * as fc from 'fast-check';
import { isNewerKid, nextKid } from './signing-key';

const DAY = '2026-11-21';

describe('the id of a new key', () => {
  it.each([
    [null, '2026-11-21-a'],
    ['2026-11-20-c', '2026-11-21-a'],
    ['2026-11-21-a', '2026-11-21-b'],
    ['2026-11-21-z', '2026-11-21-aa'],
    ['2026-11-21-az', '2026-11-21-ba'],
    ['2026-11-21-zz', '2026-11-21-aaa'],
    ['2026-11-22-a', '2026-11-22-b'],
    ['a key of somebody else', '2026-11-21-a'],
  ])('behind %j is %s', (newest, kid) => {
    expect(nextKid(DAY, newest)).toBe(kid);
  });

  it('is newer than all before it, so that none comes back', () => {
    const kids = [nextKid(DAY, null)];
    while (kids.length < 800) kids.push(nextKid(DAY, kids.at(-1)!));
    expect(new Set(kids).size).toBe(800);
    const places = fc.uniqueArray(fc.nat(799), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(places, ([a, b]) => {
        expect(isNewerKid(kids[a!]!, kids[b!]!)).toBe(a! > b!);
      }),
    );
  });

  it.each([
    ['2026-11-21-a', '2026-11-20-zz', true],
    ['2026-11-20-zz', '2026-11-21-a', false],
    ['2026-11-21-aa', '2026-11-21-z', true],
    ['2026-11-21-a', '2026-11-21-a', false],
  ])('%s is newer than %s: %s', (a, b, newer) => {
    expect(isNewerKid(a, b)).toBe(newer);
  });
});

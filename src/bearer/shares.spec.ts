import { sharesOf } from './shares';

describe('shares of a quota', () => {
  it.each([
    [600, { own: 60, size: 60, count: 9 }],
    [3, { own: 1, size: 1, count: 2 }],
    [1, { own: 1, size: 1, count: 0 }],
    [659, { own: 74, size: 65, count: 9 }],
  ])('%p', (quota, shares) => expect(sharesOf(quota)).toEqual(shares));

  it('are all of it, and a node has little of its own, whatever the quota', () => {
    for (let quota = 1; quota <= 10_000; quota++) {
      const { own, size, count } = sharesOf(quota);
      expect(own + size * count).toBe(quota);
      expect(own).toBeGreaterThanOrEqual(1);
      expect(own).toBeLessThan(Math.max(2, quota / 5));
      expect(count).toBeLessThan(19);
    }
  });
});

import { BackOff } from './back-off';

describe('the pause before a worker is started again', () => {
  it('grows while they end soon, up to half a minute', () => {
    const backOff = new BackOff();
    const pauses = Array.from({ length: 9 }, () => backOff.next(100));
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is short again after one that has worked for a minute', () => {
    const backOff = new BackOff();
    for (let ended = 0; ended < 5; ended++) backOff.next(100);
    expect(backOff.next(60_000)).toBe(500);
    expect(backOff.next(100)).toBe(1000);
  });
});

import { DAY_MS } from '../../shared/domain/day';
import { dueAnnouncement } from './ending';

const NOW = Date.UTC(2026, 10, 21, 12);
const DAYS = [30, 7, 1];

describe('dueAnnouncement', () => {
  it.each([
    [91, 31, null],
    [91, 30, 30],
    [91, 8, 30],
    [91, 7, 7],
    [91, 1.5, 7],
    [91, 1, 1],
    [91, 0.01, 1],
    [91, 0, null],
    [91, -1, null],
    [30, 29, null],
    [30, 7, 7],
    [7, 7, null],
    [7, 2, null],
    [7, 1, 1],
    [1, 1, null],
    [1, 0.5, null],
  ])('made for %d days, ends in %d: %s', (lifetime, left, expected) => {
    const expiresAt = NOW + left * DAY_MS;
    const ending = { createdAt: expiresAt - lifetime * DAY_MS, expiresAt };
    expect(dueAnnouncement(ending, DAYS, NOW)).toBe(expected);
  });

  it('what never ends is never announced', () =>
    expect(dueAnnouncement({ createdAt: 0, expiresAt: null }, DAYS, NOW)).toBeNull());
});

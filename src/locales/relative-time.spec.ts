import { relativeTimeIn } from './relative-time';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('time in words', () => {
  it.each([
    [0, 'now'],
    [90_000, 'in 1 minute'],
    [-2 * HOUR, '2 hours ago'],
    [DAY, 'tomorrow'],
    [6 * DAY + HOUR, 'in 7 days'],
    [7 * DAY, 'in 7 days'],
    [-6 * DAY - HOUR, '6 days ago'],
    [400 * DAY, 'next year'],
  ])('says %d ms as "%s"', (ms, words) => {
    expect(relativeTimeIn('en', ms)).toBe(words);
  });
});

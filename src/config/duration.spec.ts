import * as fc from 'fast-check';
import { parseDuration } from './duration';

describe('a duration', () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['1h', 3600],
    ['30d', 2_592_000],
    ['1y', 31_536_000],
    ['0s', 0],
    [' 1h ', 3600],
    ['007s', 7],
  ])('%j is %i seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each([
    '',
    's',
    '1',
    '60',
    '1.5h',
    '-1s',
    '+1s',
    '1 h',
    '1H',
    '1w',
    '1ms',
    '1h30m',
    '1e3s',
    '0x10s',
    '１s',
    '1s\n1s',
    '1234567890s',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it('is a number and a unit', () => {
    const units = fc.constantFrom(['s', 1], ['m', 60], ['h', 3600], ['d', 86_400]) as fc.Arbitrary<
      [string, number]
    >;
    fc.assert(
      fc.property(fc.nat(999_999_999), units, (number, [unit, seconds]) => {
        expect(parseDuration(number + unit)).toBe(number * seconds);
      }),
    );
  });
});

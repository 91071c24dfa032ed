import * as fc from 'fast-check';
import { aSettings } from '../../../test/support/values';
import { Csrf } from './csrf';

const csrf = new Csrf(aSettings());

describe('the token of a form (ASVS 3.5.1)', () => {
  it('is for one browser and one purpose', () => {
    const text = fc.string({ unit: 'binary' });
    const noNul = text.filter((value) => !value.includes('\0'));
    fc.assert(
      fc.property(noNul, noNul, noNul, noNul, (browserA, purposeA, browserB, purposeB) => {
        const token = csrf.token(browserA, purposeA);
        expect(csrf.matches(browserA, purposeA, token)).toBe(true);
        expect(csrf.matches(browserB, purposeB, token)).toBe(browserA === browserB && purposeA === purposeB);
      }),
    );
  });

  it('tells where the browser ends and the purpose begins', () => {
    expect(csrf.matches('ab', 'c', csrf.token('a', 'bc'))).toBe(false);
  });

  it('needs the secret of the server', () => {
    const other = new Csrf(aSettings({ COOKIE_SECRET: 'another cookie secret, long enough: 0123456789' }));
    expect(csrf.matches('browser', 'login', other.token('browser', 'login'))).toBe(false);
  });

  it('is the same on every node and after a restart', () => {
    expect(new Csrf(aSettings()).token('browser', 'login')).toBe(csrf.token('browser', 'login'));
  });

  it.each([null, '', 'x', 'A'.repeat(43)])('is not %j', (token) => {
    expect(csrf.matches('browser', 'login', token)).toBe(false);
  });

  it('says nothing about the browser', () => {
    expect(csrf.token('browser', 'login')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

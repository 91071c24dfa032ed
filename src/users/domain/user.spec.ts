import * as fc from 'fast-check';
import { aUser } from '../../../test/support/values';
import { foldEmail } from './user';

describe('the fold of an email address', () => {
  it.each([
    ['Ada@Example.COM', 'ada@example.com'],
    ['  ada@example.com\n', 'ada@example.com'],
    ['ａｄａ@example.com', 'ada@example.com'],
    ['ﬁne@example.com', 'fine@example.com'],
    ['ÄDA@example.com', 'äda@example.com'],
    ['a\u0308da@example.com', 'äda@example.com'],
  ])('of %j is %j', (email, folded) => {
    expect(foldEmail(email)).toBe(folded);
  });

  it.each([
    ['ada@example.com', 'äda@example.com'],
    ['ada@example.com', 'ada@example.com.'],
    ['a.da@example.com', 'ada@example.com'],
    ['ada+x@example.com', 'ada@example.com'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(foldEmail(a)).not.toBe(foldEmail(b));
  });

  it('does not care how often it is done, for addresses of ASCII', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        expect(foldEmail(foldEmail(email))).toBe(foldEmail(email));
        expect(foldEmail(email.toUpperCase())).toBe(foldEmail(email));
      }),
    );
  });
});

describe('a person', () => {
  it('is active or disabled', () => {
    expect(aUser().isActive).toBe(true);
    expect(aUser({ status: 'disabled' }).isActive).toBe(false);
  });
});

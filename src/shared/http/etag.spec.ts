import { type Problem } from '../domain/problem';
import { etagOf, isKnown, readIfMatch } from './etag';

describe('If-Match (RFC 9110 §13.1.1)', () => {
  const agrees = (header: string | undefined, version: number) => {
    try {
      readIfMatch(header).requireMatch(version);
      return true;
    } catch (error) {
      expect((error as Problem).slug).toBe('version-mismatch');
      return false;
    }
  };

  it.each([undefined, '*', ' * ', '"7"', '"6", "7"', '"6","7" ,"8"'])(
    '%p lets version 7 be changed',
    (header) => {
      expect(agrees(header, 7)).toBe(true);
    },
  );

  it.each(['', '"6"', 'W/"7"', '7', '"7', '"07x"', '"77"', '"7" "8"', '"abc"', '"__proto__"'])(
    '%p does not',
    (header) => {
      expect(agrees(header, 7)).toBe(false);
    },
  );
});

describe('If-None-Match (RFC 9110 §13.1.2)', () => {
  it.each(['"7"', 'W/"7"', '"6", W/"7"', '*'])('%p knows version 7', (header) => {
    expect(isKnown(7, header)).toBe(true);
  });

  it.each([undefined, '', '"6"', '7', '"77"'])('%p does not', (header) => {
    expect(isKnown(7, header)).toBe(false);
  });
});

it('an entity tag is the version in quotes (RFC 9110 §8.8.3)', () => {
  expect(etagOf(7)).toBe('"7"');
});

import * as fc from 'fast-check';
import { type IdPrefix, newId, RESERVED_ID_PREFIXES } from './id';
import { isId } from './id-form';

const PREFIXES: IdPrefix[] = [
  'user',
  'app',
  'res',
  'sec',
  'tok',
  'auth',
  'sess',
  'evt',
  'prj',
  'consent',
  'txn',
];

describe('an id', () => {
  it.each(PREFIXES)('of a %s is its prefix and 16 characters, another one each time', (prefix) => {
    const id = newId(prefix);
    expect(id).toMatch(new RegExp(`^${prefix}_[0-9A-Za-z]{16}$`));
    expect(newId(prefix)).not.toBe(id);
    expect(isId(prefix, id)).toBe(true);
  });

  it('is of one kind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PREFIXES), fc.constantFrom(...PREFIXES), (made, read) => {
        expect(isId(read, newId(made))).toBe(made === read);
      }),
    );
  });

  it.each([
    '',
    'prj_',
    'prj_0123456789abcde',
    'prj_0123456789abcdef0',
    'prj_0123456789abcde ',
    'prj_0123456789abcde\n',
    'prj_0123456789abcdef\n',
    'prj_0123456789abcdé',
    'PRJ_0123456789abcdef',
    ' prj_0123456789abcdef',
    "prj_' OR 1=1 -- 0123",
    'prj-0123456789abcdef',
  ])('is not %j', (text) => {
    expect(isId('prj', text)).toBe(false);
  });

  it.each(['user', 'app', 'res', 'sec', 'tok', 'auth', 'sess', 'evt', 'prj'] as const)(
    'of a %s cannot be taken by a client that chooses its own',
    (prefix) => {
      expect(RESERVED_ID_PREFIXES.some((reserved) => newId(prefix).startsWith(reserved))).toBe(true);
    },
  );
});

import { foreignHashKind, looksHashed } from './foreign-hash';

const BCRYPT = `$2y$12$${'a'.repeat(53)}`;
const ARGON2 = `$argon2id$v=19$m=65536,t=4,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`;

describe('a hash that another server made', () => {
  it('is told apart by its own words', () => {
    expect(foreignHashKind(BCRYPT)).toBe('bcrypt');
    expect(foreignHashKind(ARGON2)).toBe('argon2');
    expect([BCRYPT, ARGON2].every(looksHashed)).toBe(true);
  });

  it.each([
    ['a plain secret', 'x'.repeat(40)],
    ['an unbearable cost', BCRYPT.replace('$12$', '$31$')],
    ['unbearable memory', ARGON2.replace('m=65536', 'm=9999999')],
    ['unbearably many passes', ARGON2.replace('t=4', 't=999')],
    ['half a hash', BCRYPT.slice(0, 40)],
    ['something behind it', `${BCRYPT}\n`],
    ['another kind', '$1$abc$def'],
    ['nothing', ''],
  ])('is not %s', (_, hash) => {
    expect(foreignHashKind(hash)).toBeNull();
  });
});

import { MARKUP } from './raw';

/**
 * How a parameter is spoilt, and what that comes to: not there, there twice, not readable, too much, or readable but
 * nothing that anybody may have.
 */
export interface Mutation {
  what: string;
  kind: 'absent' | 'repeated' | 'malformed' | 'too large' | 'wrong';
  /** The parameter as it stands in a form or query. */
  write(name: string, value: string): string;
}

const encode = encodeURIComponent;

const absent = (what: string, write: Mutation['write']): Mutation => ({ what, kind: 'absent', write });
const malformed = (tail: string): Mutation => ({
  what: `with ${tail}`,
  kind: 'malformed',
  write: (name, value) => `${name}=${encode(value)}${tail}`,
});
const wrong = (what: string, text: string): Mutation => ({
  what,
  kind: 'wrong',
  write: (name) => `${name}=${encode(text)}`,
});
const altered = (what: string, alter: (value: string) => string): Mutation => ({
  what,
  kind: 'wrong',
  write: (name, value) => `${name}=${encode(alter(value))}`,
});

export const MUTATIONS: readonly Mutation[] = [
  absent('missing', () => ''),
  absent('empty', (name) => `${name}=`),
  absent('name only', (name) => name),
  absent('array', (name, value) => `${name}[]=${encode(value)}`),
  absent('encoded array', (name, value) => `${name}%5B%5D=${encode(value)}`),
  absent('index', (name, value) => `${name}[0]=${encode(value)}`),
  absent('object', (name, value) => `${name}[key]=${encode(value)}`),
  absent('operator', (name) => `${name}[$ne]=x`),
  absent('name in capitals', (name, value) => `${name.toUpperCase()}=${encode(value)}`),
  absent('name with blank', (name, value) => `${name}+=${encode(value)}`),
  absent('prototype', (name, value) => `__proto__[${name}]=${encode(value)}&__proto__=${encode(value)}`),
  absent('constructor', (name, value) => `constructor[prototype][${name}]=${encode(value)}`),
  {
    what: 'twice',
    kind: 'repeated',
    write: (name, value) => `${name}=${encode(value)}&${name}=${encode(value)}`,
  },
  {
    what: 'twice, once empty',
    kind: 'repeated',
    write: (name, value) => `${name}=&${name}=${encode(value)}`,
  },
  {
    what: 'thrice, different',
    kind: 'repeated',
    write: (name, value) => `${name}=${encode(value)}&${name}=b&${name}=c`,
  },
  malformed('%zz'),
  malformed('%'),
  malformed('%u0041'),
  malformed('%00'),
  malformed('%c0%af'),
  malformed('%ed%a0%80'),
  malformed('%ff'),
  { what: 'huge', kind: 'too large', write: (name) => `${name}=${'a'.repeat(70_000)}` },
  wrong('zero', '0'),
  wrong('minus one', '-1'),
  wrong('true', 'true'),
  wrong('null', 'null'),
  wrong('undefined', 'undefined'),
  wrong('long', 'a'.repeat(5_000)),
  wrong('SQL', "' OR '1'='1' -- "),
  wrong('markup', MARKUP),
  wrong('line break', 'a\r\nX-Injected: yes\r\n\r\n'),
  wrong('__proto__', '__proto__'),
  wrong('constructor', 'constructor'),
  wrong('JSON', '{"$gt":""}'),
  wrong('template', '${7*7}{{7*7}}'),
  wrong('path', '../../../../etc/passwd'),
  wrong('URL', 'https://evil.test/'),
  wrong('letters beyond ASCII', 'äöü'),
  wrong('emoji', '💥'),
  wrong('right to left', '\u202Eevil'),
  altered('with a byte order mark', (value) => `\uFEFF${value}`),
  altered('with a letter more', (value) => `${value}x`),
  altered('in other letters', (value) =>
    value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase(),
  ),
  altered('with a blank behind', (value) => `${value} `),
  altered('with a line break behind', (value) => `${value}\n`),
];

/** A form or query in which one parameter is spoilt. */
export function spoil(good: Record<string, string>, name: string, { write }: Mutation): string {
  const rest = Object.entries(good).filter(([key]) => key !== name);
  const parts = rest.map(([key, value]) => `${key}=${encode(value)}`);
  return [...parts, write(name, good[name] ?? '')].filter((part) => part !== '').join('&');
}

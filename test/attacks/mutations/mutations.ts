import { MARKUP } from '../../support/raw';

const encode = encodeURIComponent;

/** How one parameter is spoilt, in each way of writing it. */
export interface Mutation {
  what: string;
  /** As it stands in a query or a form. */
  form(name: string, value: string): string;
  /** As a member of a JSON object, name and all. */
  json(name: string, value: string): string;
  /** The bytes of its part in a multipart body; null: it is not there. */
  part(name: string, value: string): string | null;
}

const member = (name: string, value: unknown) => `${JSON.stringify(name)}:${JSON.stringify(value)}`;

/** Another text in the place of the value, however it is written. */
const text = (what: string, make: (value: string) => string): Mutation => ({
  what,
  form: (name, value) => `${name}=${encode(make(value).toWellFormed())}`,
  json: (name, value) => member(name, make(value)),
  part: (_, value) => make(value),
});

/** Something that JSON can say and a form spells out. */
const other = (what: string, form: Mutation['form'], json: Mutation['json']): Mutation => ({
  what,
  form,
  json,
  part: (name, value) => form(name, value),
});

const asIs =
  (tail: string): Mutation['form'] =>
  (name, value) =>
    `${name}=${encode(value)}${tail}`;

/** What is done to every parameter of every endpoint. */
export const MUTATIONS: readonly Mutation[] = [
  { what: 'missing', form: () => '', json: () => '', part: () => null },
  text('empty', () => ''),
  other(
    'twice',
    (name, value) => `${name}=${encode(value)}&${name}=${encode(value)}`,
    (name, value) => `${member(name, value)},${member(name, value)}`,
  ),
  other(
    'array',
    (name, value) => `${name}[]=${encode(value)}`,
    (name, value) => member(name, [value]),
  ),
  other(
    'object',
    (name, value) => `${name}[key]=${encode(value)}`,
    (name, value) => member(name, { key: value }),
  ),
  other(
    'operator',
    (name) => `${name}[$ne]=x`,
    (name) => member(name, { $ne: null }),
  ),
  other(
    'null',
    (name) => `${name}=null`,
    (name) => member(name, null),
  ),
  other(
    'true',
    (name) => `${name}=true`,
    (name) => member(name, true),
  ),
  other(
    'zero',
    (name) => `${name}=0`,
    (name) => member(name, 0),
  ),
  other(
    'negative',
    (name) => `${name}=-1`,
    (name) => member(name, -1),
  ),
  other(
    'beyond every number',
    (name) => `${name}=1e400`,
    (name) => `${JSON.stringify(name)}:1e400`,
  ),
  text('huge', () => 'a'.repeat(20_000)),
  text('NUL', (value) => `${value}\0`),
  text('CRLF', (value) => `${value}\r\nX-Injected: yes\r\n\r\n`),
  other('bad percent-encoding', asIs('%zz'), (name, value) => member(name, `${value}%zz`)),
  other('overlong UTF-8', asIs('%c0%af'), (name, value) => `${member(name, value).slice(0, -1)}\xc0\xaf"`),
  other(
    'half a surrogate',
    asIs('%ed%a0%80'),
    (name, value) => `${member(name, value).slice(0, -1)}\\ud800"`,
  ),
  other(
    '__proto__',
    (name, value) => `__proto__[${name}]=${encode(value)}`,
    (name, value) => `"__proto__":{${member(name, value)}}`,
  ),
  text('constructor', () => 'constructor'),
  text('SQL', () => "' OR '1'='1' -- "),
  text('markup', () => MARKUP),
  text('template', () => '${7*7}{{7*7}}<%= 7*7 %>'),
  text('path', () => '../../../../etc/passwd'),
  text('right to left, and beyond the first plane', () => '\u202Eevil💥\uFEFF'),
];

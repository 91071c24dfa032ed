import type { FastifyRequest } from 'fastify';
import * as fc from 'fast-check';
import { MALFORMED, MAX_PARAMETERS, type RawParameters } from '../shared/domain/parameters';
import { readForm, readQuery } from './read-form';

function read(body: string | Buffer, url = '/oauth/token'): RawParameters {
  let answer: RawParameters | undefined;
  readForm({ url } as FastifyRequest, Buffer.from(body), (error, form) => {
    if (error) throw error;
    answer = form;
  });
  return answer!;
}

const refusal = (body: string | Buffer, url?: string) => {
  try {
    read(body, url);
  } catch (error) {
    return error;
  }
  return null;
};

/** What URLSearchParams makes of it, with repeated names as lists. */
function reference(body: string): Record<string, string | string[]> {
  const form = Object.create(null) as Record<string, string | string[]>;
  const params = new URLSearchParams(body);
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    form[name] = values.length > 1 ? values : values[0]!;
  }
  return form;
}

describe('a form (RFC 6749 appendix B)', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'));
  const name = fc.oneof(text, fc.constantFrom('code', 'resource', '__proto__', 'constructor', 'toString'));
  const pairs = fc.array(fc.tuple(name, text), { maxLength: 12 });

  it('is read as URLSearchParams reads it, whatever is in it', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const body = new URLSearchParams(list).toString();
        expect(read(body)).toEqual(reference(body));
      }),
    );
  });

  it('may have its letters beyond ASCII as plain UTF-8', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const raw = (value: string) => value.replace(/[%&=+]/g, encodeURIComponent);
        const body = list.map(([key, value]) => `${raw(key)}=${raw(value)}`).join('&');
        expect(read(body)).toEqual(reference(new URLSearchParams(list).toString()));
      }),
    );
  });

  it.each([
    ['', {}],
    ['&&', {}],
    ['a', { a: '' }],
    ['a=', { a: '' }],
    ['=b', { '': 'b' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=1&a=2&a=', { a: ['1', '2', ''] }],
    ['a=b+c%20d%2Be', { a: 'b c d+e' }],
    ['a[]=1&a[b]=2', { 'a[]': '1', 'a[b]': '2' }],
    ['a=1;b=2', { a: '1;b=2' }],
    ['%61=1', { a: '1' }],
  ])('%j is %j', (body, form) => {
    expect({ ...read(body) }).toEqual(form);
  });

  it('has names that no object has of itself', () => {
    const form = read('__proto__=x&constructor=y');
    expect(Object.getPrototypeOf(form)).toBeNull();
    expect(Object.keys(form)).toEqual(['__proto__', 'constructor']);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it.each([
    ['a percent sign alone', 'a=%'],
    ['a percent sign with one digit', 'a=%4'],
    ['a percent sign without digits', 'a=%zz'],
    ['a byte that is no UTF-8', 'a=%ff'],
    ['a raw byte that is no UTF-8', Buffer.from([0x61, 0x3d, 0xff])],
    ['half a letter', 'a=%c3'],
    ['half a raw letter', Buffer.from([0x61, 0x3d, 0xc3])],
    ['an overlong form', 'a=%c0%af'],
    ['half a surrogate pair', 'a=%ed%a0%80'],
    ['a NUL', 'a=%00'],
    ['a raw NUL', 'a=\0'],
    ['a name that is no UTF-8', '%ff=a'],
    ['a NUL in a name', 'a%00=b'],
  ])('is refused with %s, without repeating it', (_, body) => {
    expect(refusal(body)).toMatchObject({
      code: 'invalid_request',
      status: 400,
      description: 'The parameters are not well-formed: percent-encode the values as UTF-8',
    });
  });

  it('has at most 100 parameters', () => {
    const form = (count: number) => Array.from({ length: count }, (_, index) => `p${index}=x`).join('&');
    expect(Object.keys(read(form(MAX_PARAMETERS)))).toHaveLength(100);
    expect(refusal(form(MAX_PARAMETERS + 1))).toMatchObject({ description: 'Send at most 100 parameters' });
  });
});

describe('a query', () => {
  it('is read like a form', () => {
    expect({ ...readQuery('a=1&a=2&b=%C3%A9+x') }).toEqual({ a: ['1', '2'], b: 'é x' });
    expect({ ...readQuery('') }).toEqual({});
  });

  it.each(['a=%', 'a=%ff', 'a=%00', 'a&'.repeat(101)])('that is not well-formed is marked: %j', (query) => {
    expect(readQuery(query)).toEqual({ [MALFORMED]: true });
  });
});

describe('the REST API', () => {
  it.each(['/v1', '/v1/projects', '/v1/'])('reads no forms: %s', (url) => {
    expect(refusal('name=x', url)).toMatchObject({ slug: 'unsupported-media-type', status: 415 });
  });

  it.each(['/v10', '/login', '/oauth/token?x=/v1/'])('is not at %s', (url) => {
    expect(refusal('name=x', url)).toBeNull();
  });
});

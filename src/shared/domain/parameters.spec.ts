import * as fc from 'fast-check';
import { OAuthError } from './oauth-error';
import { MALFORMED, Parameters } from './parameters';

const refusal = (read: () => unknown): string | null => {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(OAuthError);
    return `${(error as OAuthError).code}: ${(error as OAuthError).description}`;
  }
  return null;
};

describe('parameters of a protocol request (RFC 6749 §3.1, RFC 6749 §3.2)', () => {
  const params = new Parameters({
    state: 'x',
    scope: '',
    code: ['a', 'b'],
    nonce: ['', ''],
    resource: ['r1', 'r2'],
  });

  it('have one value', () => {
    expect(params.one('state')).toBe('x');
    expect(params.require('state')).toBe('x');
    expect(params.oneOrNull('state')).toBe('x');
    expect(params.all('state')).toEqual(['x']);
  });

  it.each(['scope', 'missing', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'that are empty or missing are absent: %s',
    (name) => {
      expect(params.one(name)).toBeNull();
      expect(params.oneOrNull(name)).toBeNull();
      expect(params.all(name)).toEqual([]);
      expect(refusal(() => params.require(name))).toBe(`invalid_request: ${name} is missing`);
    },
  );

  it.each(['code', 'nonce'])('that are sent twice are refused, even when empty: %s', (name) => {
    const expected = `invalid_request: ${name} is sent more than once`;
    expect(refusal(() => params.one(name))).toBe(expected);
    expect(refusal(() => params.require(name))).toBe(expected);
    expect(refusal(() => params.requireSingle(['state', name]))).toBe(expected);
    expect(params.oneOrNull(name)).toBeNull();
  });

  it('may all be single', () => {
    expect(refusal(() => params.requireSingle(['state', 'scope', 'missing']))).toBeNull();
  });

  it('of a list keep their order (RFC 8707 §2)', () => {
    expect(params.all('resource')).toEqual(['r1', 'r2']);
  });

  it.each([null, undefined, 'state=x', 7, ['state', 'x'], [{ state: 'x' }]])(
    'cannot be read out of %j',
    (raw) => {
      expect(new Parameters(raw).one('state')).toBeNull();
      expect(new Parameters(raw).toSearch()).toBe('');
    },
  );

  it('that could not be read are refused before any is looked at', () => {
    expect(refusal(() => new Parameters({ state: 'x', [MALFORMED]: true }))).toBe(
      'invalid_request: The parameters are not well-formed: percent-encode the values as UTF-8',
    );
  });

  it.each([7, true, { toString: 'x' }, ['x', 7], [['x']]])('are text: %j is none', (value) => {
    expect(new Parameters({ state: value }).one('state')).toBeNull();
  });

  it('can be sent again as they came', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string());
    const raw = fc.dictionary(texts, fc.oneof(texts, fc.array(texts, { minLength: 1 })), {
      noNullPrototype: false,
    });
    fc.assert(
      fc.property(raw, (values) => {
        const sent = [...new URLSearchParams(new Parameters(values).toSearch())];
        const expected = Object.entries(values).flatMap(([name, value]) =>
          [value].flat().map((item) => [name, item]),
        );
        expect(sent).toEqual(expected);
      }),
    );
  });
});

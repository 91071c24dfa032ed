import * as fc from 'fast-check';
import { responseUrl, type ReturnAddress } from './authorization-request';

const ISSUER = 'https://auth.example.test';
const to = (values: Partial<ReturnAddress> = {}): ReturnAddress => ({
  redirectUri: 'https://app.example.test/cb',
  responseMode: 'query',
  state: null,
  ...values,
});

describe('an authorization response (RFC 6749 §4.1.2, RFC 9207 §2)', () => {
  it.each([
    [
      'in the query',
      to({ state: 'x' }),
      'https://app.example.test/cb?code=c&state=x&iss=https%3A%2F%2Fauth.example.test',
    ],
    [
      'without a state that was not sent',
      to(),
      'https://app.example.test/cb?code=c&iss=https%3A%2F%2Fauth.example.test',
    ],
    [
      'behind a query that is there already',
      to({ redirectUri: 'https://app.example.test/cb?tenant=1' }),
      'https://app.example.test/cb?tenant=1&code=c&iss=https%3A%2F%2Fauth.example.test',
    ],
    [
      'in the fragment',
      to({ responseMode: 'fragment', redirectUri: 'https://app.example.test/cb?tenant=1' }),
      'https://app.example.test/cb?tenant=1#code=c&iss=https%3A%2F%2Fauth.example.test',
    ],
    [
      'at a scheme of its own',
      to({ redirectUri: 'com.example.app:/cb' }),
      'com.example.app:/cb?code=c&iss=https%3A%2F%2Fauth.example.test',
    ],
  ])('stands %s', (_, address, url) => {
    expect(responseUrl(address, ISSUER, { code: 'c' })).toBe(url);
  });

  it('gives state and answer back as they were, in characters that a header may have', () => {
    const text = fc.string({ unit: 'grapheme' });
    const mode = fc.constantFrom('query', 'fragment') as fc.Arbitrary<'query' | 'fragment'>;
    fc.assert(
      fc.property(text, text, mode, (state, description, responseMode) => {
        const url = responseUrl(to({ state, responseMode }), ISSUER, { error_description: description });
        expect(url).toMatch(/^[!-~]+$/);
        const { hash, search, origin, pathname } = new URL(url);
        expect(origin + pathname).toBe('https://app.example.test/cb');
        const answer = Object.fromEntries(
          new URLSearchParams(responseMode === 'query' ? search : hash.slice(1)),
        );
        expect(answer).toEqual({ error_description: description, state, iss: ISSUER });
        expect(responseMode === 'query' ? hash : search).toBe('');
      }),
    );
  });

  it('cannot be split, extended or overridden by a state', () => {
    const state = 'x\r\nLocation: https://evil.example&code=evil&iss=evil#y';
    const url = responseUrl(to({ state }), ISSUER, { code: 'c' });
    expect(new URL(url).searchParams.getAll('code')).toEqual(['c']);
    expect(new URL(url).searchParams.getAll('iss')).toEqual([ISSUER]);
    expect(url).not.toMatch(/[\r\n#+ ]/);
  });
});

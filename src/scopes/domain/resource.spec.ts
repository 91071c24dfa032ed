import * as fc from 'fast-check';
import { normalizeResourceUri } from './resource';

describe('the URI of an API (RFC 8707 §2)', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com/'],
    ['https://api.example.com/', 'https://api.example.com/'],
    ['HTTPS://API.Example.COM', 'https://api.example.com/'],
    ['https://api.example.com/V1', 'https://api.example.com/V1'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1/'],
    ['https://api.example.com?a=B', 'https://api.example.com/?a=B'],
    ['https://api.example.com:8443/x', 'https://api.example.com:8443/x'],
    ['https://api.example.com:443', 'https://api.example.com:443/'],
    ['URN:Example:Api', 'urn:Example:Api'],
    ['com.example.api:/x', 'com.example.api:/x'],
  ])('%s is compared as %s', (uri, normalized) => {
    expect(normalizeResourceUri(uri)).toBe(normalized);
    expect(normalizeResourceUri(normalized)).toBe(normalized);
  });

  it.each([
    '',
    'api',
    '/v1',
    '//api.example.com',
    'https://',
    'https://api.example.com/#x',
    'https://api.example.com#',
    'https://api.example.com/a b',
    'https://api.example.com/\n',
    ' https://api.example.com',
    'https:\\\\api.example.com',
    'https://api.example.com/\\x',
    `https://api.example.com/${'x'.repeat(2000)}`,
  ])('is not %j', (uri) => {
    expect(normalizeResourceUri(uri)).toBeNull();
  });

  it('keeps paths apart that differ by a letter', () => {
    const path = fc.webPath();
    fc.assert(
      fc.property(path, path, (a, b) => {
        const [left, right] = [a, b].map((item) => normalizeResourceUri(`https://api.example.com${item}`));
        expect(left === right).toBe((a || '/') === (b || '/'));
      }),
    );
  });
});

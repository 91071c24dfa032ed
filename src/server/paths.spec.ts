import type { IncomingMessage } from 'node:http';
import { aSettings } from '../../test/support/values';
import { canonicalPaths } from './paths';

const mapWith = (env: Record<string, string>) => {
  const map = canonicalPaths(aSettings(env));
  return (url: string | undefined) => map({ url } as IncomingMessage);
};

describe('paths', () => {
  it.each([
    ['/oauth/token', '/oauth/token'],
    ['/oauth', '/oauth'],
    ['/oauth/authorize?x=/oauth/y', '/oauth/authorize?x=/oauth/y'],
    ['/v1/projects', '/v1/projects'],
    ['/', '/'],
    ['/oauth2/token', '/oauth2/token'],
    ['/OAUTH/token', '/OAUTH/token'],
    ['', ''],
    [undefined, '/'],
  ])('as they are by default: %s', (url, expected) => {
    expect(mapWith({})(url)).toBe(expected);
  });

  it.each([
    ['/oauth2/token', '/oauth/token'],
    ['/api/oauth/token?x=1', '/oauth/token?x=1'],
    ['/oauth2', '/oauth'],
    ['/oauth2?x=1', '/oauth?x=1'],
    ['/oauth2/', '/oauth/'],
    ['/oauth/token', '/not-found'],
    ['/oauth', '/not-found'],
    ['/oauth?x=1', '/not-found?x=1'],
    ['/oauth2x/token', '/oauth2x/token'],
    ['/Oauth2/token', '/Oauth2/token'],
    ['/api/oauth2/token', '/api/oauth2/token'],
    ['/v1/projects', '/v1/projects'],
  ])('with other prefixes, %s leads to %s', (url, expected) => {
    expect(mapWith({ OAUTH_PATHS: '/oauth2,/api/oauth' })(url)).toBe(expected);
  });

  it.each([
    ['/auth/oauth/token', '/oauth/token'],
    ['/auth/login?x=1', '/login?x=1'],
    ['/auth', '/'],
    ['/auth/', '/'],
    ['/auth?x=1', '/?x=1'],
    ['/oauth/token', '/oauth/token'],
    ['/authority/x', '/authority/x'],
    ['/auth/auth/login', '/auth/login'],
  ])('under an issuer with a path, %s leads to %s (RFC 8414 §3.1)', (url, expected) => {
    expect(mapWith({ ISSUER: 'https://example.test/auth' })(url)).toBe(expected);
  });

  it.each([
    ['/%6Fauth/token', '/oauth/token'],
    ['/oauth/%74oken', '/oauth/token'],
    ['/%76%31/projects?q=%76', '/v1/projects?q=%76'],
    ['/%7Elogin', '/~login'],
    ['/v1/projects/%2576', '/v1/projects/%2576'],
    ['/v1%2Fprojects', '/v1%2Fprojects'],
    ['/v1/%00', '/v1/%00'],
    ['/v1/%c3%a9', '/v1/%c3%a9'],
    ['/v1/%', '/v1/%'],
    ['/v1/%zz', '/v1/%zz'],
    ['http://evil.example/oauth/token?x=1', '/oauth/token?x=1'],
    ['HTTPS://evil.example', '/'],
    ['http://evil.example/%6Fauth', '/oauth'],
    ['//v1/projects', '//v1/projects'],
    ['*', '/not-found'],
    ['*login?x=1', '/not-found'],
    ['*oauth/token', '/not-found'],
  ])('have one spelling: %s is %s (RFC 3986 §6.2.2.2)', (url, expected) => {
    expect(mapWith({})(url)).toBe(expected);
  });

  it('that are switched off stay so in every spelling', () => {
    const map = mapWith({ OAUTH_PATHS: '/oauth2' });
    for (const url of ['/oauth/token', '/%6fauth/token', '/oa%75th', 'http://x/oauth/token'])
      expect([url, map(url)]).toEqual([url, '/not-found']);
  });

  it('may have both', () => {
    const map = mapWith({ ISSUER: 'https://example.test/auth', OAUTH_PATHS: '/oauth2' });
    expect(map('/auth/oauth2/token#x')).toBe('/oauth/token#x');
    expect(map('/auth/oauth/token')).toBe('/not-found');
  });
});

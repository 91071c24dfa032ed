import * as fc from 'fast-check';
import { titled } from '../../../test/support/values';
import { isHttps, isLoopback, matchesRedirectUri, redirectUriFault } from './redirect-uri';

describe('a redirect URI that is registered (RFC 6749 §3.1.2, RFC 8252 §7)', () => {
  it.each([
    'https://app.example.test/cb',
    'https://app.example.test',
    'https://app.example.test:8443/cb?tenant=1&x=%20',
    'https://app.example.test/a..b/c.d',
    'https://[2001:db8::1]/cb',
    'http://127.0.0.1/cb',
    'http://127.0.0.1:8080/cb',
    'http://[::1]:8080/cb',
    'http://localhost',
    'http://localhost:3000/cb?x=1',
    'com.example.app:/callback',
    'com.example.app://callback',
  ])('may be %s', (uri) => {
    expect(redirectUriFault(uri)).toBeNull();
  });

  it.each(
    titled<[string, string]>([
      ['', 'character_not_allowed'],
      [`https://app.example.test/${'x'.repeat(2000)}`, 'too_long'],
      ['https://app.example.test/a b', 'character_not_allowed'],
      ['https://app.example.test/\n', 'character_not_allowed'],
      ['https://app.example.test/\t', 'character_not_allowed'],
      ['https://app.example.test/\0', 'character_not_allowed'],
      ['https://münchen.example/cb', 'character_not_allowed'],
      ['https://app.example.test/"', 'character_not_allowed'],
      ['https://app.example.test\\@evil.example', 'character_not_allowed'],
      ['https://app.example.test/<script>', 'character_not_allowed'],
      ['https://app.example.test/{id}', 'character_not_allowed'],
      ['https://*.example.test/cb', 'wildcard_not_allowed'],
      ['https://app.example.test/*', 'wildcard_not_allowed'],
      ['https://app.example.test/cb#', 'fragment_not_allowed'],
      ['https://app.example.test/cb#x', 'fragment_not_allowed'],
      ['/cb', 'not_absolute'],
      ['//app.example.test/cb', 'not_absolute'],
      ['app.example.test/cb', 'not_absolute'],
      ['https:app.example.test', 'not_absolute'],
      ['https:/app.example.test', 'not_absolute'],
      ['https:///app.example.test', 'not_absolute'],
      ['https://', 'not_absolute'],
      ['https://app.example.test:99999/cb', 'not_absolute'],
      ['javascript:alert(1)', 'scheme_not_allowed'],
      ['JavaScript://app.example.test/%0aalert(1)', 'scheme_not_allowed'],
      ['data:text/html,x', 'scheme_not_allowed'],
      ['vbscript:x', 'scheme_not_allowed'],
      ['file:///etc/passwd', 'scheme_not_allowed'],
      ['blob:https://app.example.test/x', 'scheme_not_allowed'],
      ['about:blank', 'scheme_not_allowed'],
      ['view-source:https://app.example.test', 'scheme_not_allowed'],
      ['myapp:/callback', 'scheme_not_allowed'],
      ['mailto:ada@example.com', 'scheme_not_allowed'],
      ['urn:ietf:wg:oauth:2.0:oob', 'scheme_not_allowed'],
      ['https://app.example.test@evil.example/cb', 'userinfo_not_allowed'],
      ['https://user:pw@app.example.test/cb', 'userinfo_not_allowed'],
      ['https://@app.example.test/cb', 'userinfo_not_allowed'],
      ['https://app.example.test/a/../cb', 'path_not_plain'],
      ['https://app.example.test/./cb', 'path_not_plain'],
      ['https://app.example.test/..', 'path_not_plain'],
      ['https://app.example.test/..?x=1', 'path_not_plain'],
      ['https://app.example.test/%2e%2E/cb', 'path_not_plain'],
      ['https://app.example.test/a%2fcb', 'path_not_plain'],
      ['https://app.example.test/a%5Ccb', 'path_not_plain'],
      ['http://app.example.test/cb', 'https_required'],
      ['http://localhost.example.test/cb', 'https_required'],
      ['http://127.0.0.1.example.test/cb', 'https_required'],
      ['http://127.0.0.2/cb', 'https_required'],
      ['http://127.1/cb', 'https_required'],
      ['http://0.0.0.0/cb', 'https_required'],
      ['HTTPS://app.example.test/cb', 'https_required'],
      ['HTTP://localhost/cb', 'https_required'],
    ]),
  )('may not be %s', (_, [uri, code]) => {
    expect(redirectUriFault(uri)).toMatchObject({ code });
  });

  it('is an address without surprises, whatever was typed', () => {
    const parts = fc.constantFrom(
      ...['https', 'http', ':', '/', '//', '@', '#', '?', '.', '..', '%2e', '%2f', '\\', '*', ' ', '\n', 'é'],
      ...[
        'localhost',
        '127.0.0.1',
        '[::1]',
        ':80',
        'evil.example',
        'app.example.test',
        'com.example.app',
        'cb',
      ],
    );
    const typed = fc.oneof(
      fc.array(parts, { maxLength: 8 }).map((list) => list.join('')),
      fc.array(parts, { maxLength: 6 }).map((list) => `https://app.example.test${list.join('')}`),
    );
    fc.assert(
      fc.property(typed, (uri) => {
        if (redirectUriFault(uri) !== null) return;
        const { protocol, hostname, username, password, hash } = new URL(uri);
        expect([username, password, hash]).toEqual(['', '', '']);
        expect(uri).toMatch(/^[!-~]+$/);
        if (protocol === 'http:') expect(['localhost', '127.0.0.1', '[::1]']).toContain(hostname);
        if (protocol === 'https:') expect(uri.startsWith('https://')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a redirect URI that is presented (RFC 9700 §4.1.3, RFC 8252 §7.3)', () => {
  const host = fc.constantFrom('127.0.0.1', '[::1]', 'localhost');
  const port = fc.option(fc.integer({ min: 1, max: 65_535 }), { nil: null });
  const rest = fc.constantFrom('', '/', '/cb', '/cb?x=1', '/cb/', '?x=1', '/CB');
  const address = (name: string, at: number | null, path: string) =>
    `http://${name}${at === null ? '' : `:${at}`}${path}`;
  const anyUri = fc.oneof(
    fc.webUrl({ withQueryParameters: true, validSchemes: ['http', 'https'] }),
    fc.tuple(host, port, rest).map(([name, at, path]) => address(name, at, path)),
    fc.constantFrom('com.example.app:/cb', 'https://app.example.test/cb', 'https://app.example.test/cb/'),
  );

  it('is the registered one, letter by letter', () => {
    fc.assert(
      fc.property(anyUri, anyUri, (registered, presented) => {
        expect(matchesRedirectUri(registered, registered, false)).toBe(true);
        expect(matchesRedirectUri(registered, presented, false)).toBe(registered === presented);
      }),
    );
  });

  it('of a public client may have another port on the same loopback address, and nothing else', () => {
    fc.assert(
      fc.property(host, host, port, port, rest, rest, (hostA, hostB, portA, portB, restA, restB) => {
        const registered = address(hostA, portA, restA);
        const presented = address(hostB, portB, restB);
        expect(matchesRedirectUri(registered, presented, true)).toBe(hostA === hostB && restA === restB);
      }),
      { numRuns: 500 },
    );
  });

  it('elsewhere has no port to choose, public client or not', () => {
    const elsewhere = fc.oneof(
      fc.webUrl({ withQueryParameters: true, validSchemes: ['https'] }),
      fc.constantFrom('com.example.app:/cb', 'https://127.0.0.1/cb', 'https://localhost:3000/cb'),
      fc.constantFrom(
        'http://localhost.example.test/cb',
        'http://127.0.0.2/cb',
        'http://127.0.0.1.example.test/cb',
      ),
    );
    const changes = fc.constantFrom<(uri: string) => string>(
      (uri) => uri,
      (uri) => uri.replace(/^([a-z.]+:\/\/[^/?:]*)(:\d+)?/, '$1:4711'),
      (uri) => uri.replace(/^(https?:\/\/[^/?:]*):\d+/, '$1'),
      (uri) => `${uri}/`,
      (uri) => uri.toUpperCase(),
      (uri) => uri.replace(/^https/, 'http'),
    );
    fc.assert(
      fc.property(elsewhere, changes, (registered, change) => {
        const presented = change(registered);
        expect(matchesRedirectUri(registered, presented, true)).toBe(presented === registered);
        expect(matchesRedirectUri(presented, registered, true)).toBe(presented === registered);
      }),
    );
  });

  it.each([
    ['https://app.example.test/cb', 'https://app.example.test:443/cb'],
    ['https://app.example.test/cb', 'https://app.example.test/cb/'],
    ['https://app.example.test/cb', 'https://app.example.test/cb?'],
    ['https://app.example.test/cb', 'https://app.example.test/cb#'],
    ['https://app.example.test/cb', 'https://APP.example.test/cb'],
    ['https://app.example.test/cb', 'https://app.example.test/%63b'],
    ['https://app.example.test/cb', 'https://app.example.test/cb\n'],
    ['https://app.example.test/cb', 'https://app.example.test.evil.example/cb'],
    ['https://app.example.test', 'https://app.example.test/'],
    ['http://127.0.0.1:1/cb', 'http://localhost:1/cb'],
    ['http://127.0.0.1:1/cb', 'https://127.0.0.1:1/cb'],
    ['http://127.0.0.1:1/cb', 'HTTP://127.0.0.1:1/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:1@evil.example/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:1.evil.example/cb'],
    ['http://localhost/cb', 'http://localhost:/cb'],
    ['http://localhost/cb', 'http://localhost:65536/cb'],
    ['http://localhost/cb', 'http://localhost:99999/cb'],
    ['http://localhost/cb', 'http://localhost:123456/cb'],
    ['http://localhost/cb', 'http://localhost:1\\@evil.example/cb'],
    ['http://localhost', 'http://localhost:1#x'],
  ])('%s is not %j', (registered, presented) => {
    expect(matchesRedirectUri(registered, presented, true)).toBe(false);
  });
});

describe('who answers at an address', () => {
  it.each([
    ['https://app.example.test/cb', true, false],
    ['http://localhost:3000/cb', false, true],
    ['http://[::1]/cb', false, true],
    ['http://localhost.evil.example/cb', false, false],
    ['com.example.app:/cb', false, false],
  ])('%s: a web server %s, this machine %s (RFC 8252 §8.6)', (uri, https, loopback) => {
    expect([isHttps(uri), isLoopback(uri)]).toEqual([https, loopback]);
  });
});

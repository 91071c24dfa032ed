import { aClient, aPublicClient } from '../../../test/support/values';
import { clientRef } from './client';
import { ClientSecret } from './client-secret';

describe('a client (RFC 6749 §2.1)', () => {
  it.each([
    ['confidential', aClient(), false, false],
    ['confidential and flagged for PKCE', aClient({ requirePkce: true }), false, true],
    ['public', aPublicClient(), true, true],
    ['public, whatever its flag says', aPublicClient({ requirePkce: false }), true, true],
  ])('that is %s', (_, client, isPublic, needsPkce) => {
    expect(client.isPublic).toBe(isPublic);
    expect(client.needsPkce).toBe(needsPkce);
  });

  it('is active or disabled', () => {
    expect(aClient().isActive).toBe(true);
    expect(aClient({ status: 'disabled' }).isActive).toBe(false);
  });

  it('may use the grant types that it is registered for', () => {
    const client = aClient({ grantTypes: ['client_credentials'] });
    expect(client.mayUse('client_credentials')).toBe(true);
    expect(client.mayUse('Client_credentials')).toBe(false);
    expect(client.mayUse('authorization_code')).toBe(false);
  });

  it('is named by a hash, because its id may be long', () => {
    expect(clientRef('https://client.example/'.padEnd(2000, 'x'))).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(clientRef('board')).not.toBe(clientRef('Board'));
  });
});

describe('the redirect URI of a client', () => {
  const redirectUris = ['https://app.example.test/cb', 'http://127.0.0.1/cb'];

  it.each([
    ['https://app.example.test/cb', true, true],
    ['https://app.example.test/other', false, false],
    ['http://127.0.0.1/cb', true, true],
    ['http://127.0.0.1:5000/cb', false, true],
  ])(
    '%s is one of a confidential client: %s, of a public one: %s (RFC 8252 §7.3)',
    (uri, confidential, open) => {
      expect(aClient({ redirectUris }).hasRedirectUri(uri)).toBe(confidential);
      expect(aPublicClient({ redirectUris }).hasRedirectUri(uri)).toBe(open);
    },
  );

  it.each([
    ['https://app.example.test/cb', true, true],
    ['http://localhost/cb', true, false],
    ['com.example.app:/cb', true, false],
  ])('%s proves who asks with a secret: %s, without: %s (RFC 8252 §8.6)', (uri, confidential, open) => {
    expect(aClient().mayBeRecognizedAt(uri, 'authorization_code')).toBe(confidential);
    expect(aPublicClient().mayBeRecognizedAt(uri, 'authorization_code')).toBe(open);
    // Implicit needs no secret, so a secret proves nothing there.
    expect(aClient().mayBeRecognizedAt(uri, 'implicit')).toBe(open);
  });
});

describe('a client secret', () => {
  const expiring = (expiresAt: number | null) =>
    new ClientSecret({
      id: 'sec_0123456789abcdef',
      clientRef: 'ref',
      hash: 'hash',
      foreignHash: null,
      last4: '1234',
      createdBy: null,
      createdAt: 0,
      expiresAt,
      lastUsedAt: null,
      leakReportedAt: null,
    });

  it.each([
    [null, true],
    [1001, true],
    [1000, false],
    [999, false],
  ])('that expires at %p is live at 1000: %p', (expiresAt, live) => {
    expect(expiring(expiresAt).isLive(1000)).toBe(live);
  });
});

import { aClient, aPublicClient, aSettings, NOON, TestClock } from '../../../../test/support/values';
import type { Mode } from '../../../config/settings';
import { OAuthError } from '../../../shared/domain/oauth-error';
import { sha256 } from '../../../shared/domain/secret';
import { type SecurityEvent, SecurityEvents } from '../../../shared/domain/security-events';
import type { Quotas } from '../../../throttles/application/quotas';
import type { Client } from '../../domain/client';
import { ClientSecret } from '../../domain/client-secret';
import { Clients, type ClientSecrets } from '../clients';
import type { ClientCredentials } from './authentication-method';
import { ClientFailures } from './client-failures';
import { AUTHENTICATION_METHODS, ClientAuthenticator } from './client-authenticator';
import { ForeignHashes } from './foreign-hashes';
import { SecretCheck } from './secret-check';

/** Only what the authenticator asks: everything else throws. */
abstract class FakeClients extends Clients {
  static of(list: Client[]): Clients {
    return {
      findByRef: async (ref: string) => list.find((client) => client.ref === ref) ?? null,
    } as FakeClients;
  }
}

class FakeSecrets {
  readonly uses: { id: string; at: number }[] = [];

  constructor(readonly list: ClientSecret[]) {}

  listOf = async (clientRef: string) => this.list.filter((secret) => secret.clientRef === clientRef);
  noteUse = async ({ id }: ClientSecret, at: number) => {
    this.uses.push({ id, at });
    this.list.find((secret) => secret.id === id)!.lastUsedAt = at;
  };
}

const secretOf = (client: Client, value: string, values: Partial<ClientSecret> = {}): ClientSecret =>
  new ClientSecret({
    id: `sec_${value}`,
    clientRef: client.ref,
    hash: sha256(value),
    foreignHash: null,
    last4: value.slice(-4),
    createdBy: null,
    createdAt: NOON,
    expiresAt: null,
    lastUsedAt: null,
    leakReportedAt: null,
    ...values,
  });

/** Nobody has to wait. */
const FREE: Pick<Quotas, 'take'> = { take: async () => 0 };

const board = aClient({ id: 'board' });
const pocket = aPublicClient({ id: 'pocket' });
const basicOnly = aClient({ id: 'basic-only', authenticationMethod: 'client_secret_basic' });
const postOnly = aClient({ id: 'post-only', authenticationMethod: 'client_secret_post' });
const disabled = aClient({ id: 'disabled', status: 'disabled' });
const odd = aClient({ id: 'https://odd.example/a b?c:d%é' });
const CLIENTS = [board, pocket, basicOnly, postOnly, disabled, odd];

function setUp(mode: Mode = 'demo') {
  const clock = new TestClock();
  const secrets = new FakeSecrets([
    secretOf(board, 'right'),
    secretOf(board, 'second'),
    secretOf(board, 'expired', { expiresAt: NOON }),
    secretOf(board, 'ending', { expiresAt: NOON + 1 }),
    ...[basicOnly, postOnly, disabled].map((client) => secretOf(client, 'right')),
    secretOf(odd, 'p%w: +é'),
    // Should a public client ever have one, it proves nothing.
    secretOf(pocket, 'right'),
  ]);
  const events = new SecurityEvents();
  const published: SecurityEvent[] = [];
  events.subscribeToAll(async (event) => void published.push(event));
  const authenticator = new ClientAuthenticator(
    FakeClients.of(CLIENTS),
    new SecretCheck(secrets as unknown as ClientSecrets, new ForeignHashes(), clock, aSettings({}, mode)),
    new ClientFailures(FREE as Quotas, events, aSettings({}, mode)),
  );
  const answer = async (credentials: Partial<ClientCredentials>): Promise<string> => {
    try {
      const client = await authenticator.authenticate({
        authorization: null,
        clientId: null,
        clientSecret: null,
        ...credentials,
      });
      return client.id;
    } catch (error) {
      expect(error).toBeInstanceOf(OAuthError);
      return (error as OAuthError).code;
    }
  };
  return { answer, authenticator, clock, published, secrets };
}

const basic = (text: string, scheme = 'Basic'): Partial<ClientCredentials> => ({
  authorization: `${scheme} ${Buffer.from(text).toString('base64')}`,
});
const post = (clientId: string, clientSecret: string): Partial<ClientCredentials> => ({
  clientId,
  clientSecret,
});

it('the methods are named as in the metadata (RFC 8414 §2)', () => {
  expect(AUTHENTICATION_METHODS.map(({ name }) => name)).toEqual([
    'client_secret_basic',
    'client_secret_post',
    'none',
  ]);
});

describe('a client that proves who it is (RFC 6749 §2.3)', () => {
  it.each([
    ['by HTTP Basic', basic('board:right'), 'board'],
    ['by its second secret', basic('board:second'), 'board'],
    ['by a secret that is about to expire', basic('board:ending'), 'board'],
    ['by a scheme in other letters', basic('board:right', 'bASIC'), 'board'],
    ['by Basic, naming itself in the form too', { ...basic('board:right'), clientId: 'board' }, 'board'],
    ['by secret in the form', post('board', 'right'), 'board'],
    ['by Basic where only that is allowed', basic('basic-only:right'), 'basic-only'],
    ['by form where only that is allowed', post('post-only', 'right'), 'post-only'],
    ['by its id, when it is public', { clientId: 'pocket' }, 'pocket'],
  ])('%s', async (_, credentials, id) => {
    expect(await setUp().answer(credentials)).toBe(id);
  });

  it.each([
    ['a wrong secret', basic('board:wrong')],
    ['a secret in other letters', basic('board:RIGHT')],
    ['a secret with a blank', basic('board:right+')],
    ['an empty secret', basic('board:')],
    ['the hash of the secret', basic(`board:${sha256('right')}`)],
    ['an expired secret', basic('board:expired')],
    ['the secret of another client', post('basic-only', 'second')],
    ['no secret', { clientId: 'board' }],
    ['an unknown id', basic('nobody:right')],
    ['an id in other letters', basic('Board:right')],
    ['the form where only Basic is allowed', post('basic-only', 'right')],
    ['Basic where only the form is allowed', basic('post-only:right')],
    ['a secret from a public client', post('pocket', 'right')],
    ['Basic from a public client', basic('pocket:')],
    ['a disabled client', basic('disabled:right')],
    ['nothing at all', {}],
    ['a secret without an id', { clientSecret: 'right' }],
    ['a Bearer token', { authorization: 'Bearer x', clientId: 'board' }],
    ['Basic without a colon', basic('board')],
    ['Basic without an id', basic(':right')],
    ['Basic that is no base64', { authorization: 'Basic b*a*d' }],
    ['Basic alone', { authorization: 'Basic' }],
    ['an empty header', { authorization: '' }],
  ])('cannot do so by %s (RFC 6749 §5.2)', async (_, credentials) => {
    expect(await setUp().answer(credentials)).toBe('invalid_client');
  });

  it.each([
    ['Basic and form at once', { ...basic('board:right'), clientSecret: 'right' }],
    ['two right ways at once', { ...basic('board:right'), ...post('board', 'right') }],
    ['two different ids', { ...basic('board:right'), clientId: 'pocket' }],
  ])('cannot do so by %s: exactly one method (RFC 6749 §2.3)', async (_, credentials) => {
    expect(await setUp().answer(credentials)).toBe('invalid_request');
  });
});

describe('id and secret in HTTP Basic (RFC 6749 §2.3.1)', () => {
  it('are form-encoded', async () => {
    const encode = (text: string) => encodeURIComponent(text).replace(/%20/g, '+');
    const credentials = basic(`${encode(odd.id)}:${encode('p%w: +é')}`);
    expect(await setUp().answer(credentials)).toBe(odd.id);
  });

  it('may hold a lone % when a client does not encode', async () => {
    const { answer, secrets } = setUp();
    secrets.list.push(secretOf(board, '100%'));
    expect(await answer(basic('board:100%'))).toBe('board');
  });

  it('are cut at the first colon', async () => {
    const { answer, secrets } = setUp();
    secrets.list.push(secretOf(board, 'a:b'));
    expect(await answer(basic('board:a:b'))).toBe('board');
  });
});

describe('a client that fails', () => {
  it('is told the same whether the id, the secret or the state is wrong', async () => {
    const { authenticator } = setUp();
    const refusals = ['nobody:right', 'board:wrong', 'disabled:right', 'post-only:right'].map((text) =>
      authenticator
        .authenticate({ clientId: null, clientSecret: null, ...basic(text) } as ClientCredentials)
        .catch((error: OAuthError) => JSON.stringify([error.status, error])),
    );
    expect(new Set(await Promise.all(refusals)).size).toBe(1);
    expect(await refusals[0]).toContain('401');
  });

  it('is noted, if it exists', async () => {
    const { answer, published } = setUp();
    await answer(basic('board:wrong'));
    await answer(basic('nobody:wrong'));
    const actor = { type: 'client', id: 'board' };
    expect(published).toEqual([
      { type: 'client.secret.auth_failed', outcome: 'failure', actor, clientId: 'board' },
    ]);
  });
});

describe('a short secret', () => {
  it('is worth something in the demo only, where everybody knows it', async () => {
    expect(await setUp('demo').answer(basic('board:right'))).toBe('board');
    expect(await setUp('test').answer(basic('board:right'))).not.toBe('board');
  });
});

describe('the use of a secret', () => {
  it('is noted once a minute', async () => {
    const { answer, clock, secrets, published } = setUp();
    await answer(basic('board:right'));
    clock.advance(60);
    await answer(basic('board:right'));
    expect(secrets.uses).toEqual([{ id: 'sec_right', at: NOON }]);
    clock.advance(1);
    await answer(post('board', 'right'));
    expect(secrets.uses).toHaveLength(2);
    expect(published).toEqual([]);
  });

  it('is not noted when the client fails', async () => {
    const { answer, secrets } = setUp();
    await answer(basic('board:wrong'));
    expect(secrets.uses).toEqual([]);
  });
});

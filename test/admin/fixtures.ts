import { randomUUID } from 'node:crypto';
import type { MadeToken } from '../../src/personal-access-tokens/application/personal-access-token-mint';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { ProjectBoard } from '../../src/projects/application/project-board';
import { ACCOUNT_SCOPES, ALL_SCOPES, ApiCaller, withMachine } from '../support/caller';
import { addClient, addMachine, obtainTokens, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import type { TestServer } from '../support/test-server';

/** The token that an app of the house has of somebody: it may do everything that they may. */
async function mighty(server: TestServer, person: TestPerson): Promise<ApiCaller> {
  const scopes = [...ALL_SCOPES, ...ACCOUNT_SCOPES];
  const house = await addClient(server, { scopes, firstParty: true });
  const { body } = await obtainTokens(server, house, person, { scope: scopes.join(' ') });
  return new ApiCaller(server, body.access_token);
}

/** Somebody who may do everything, and what each path needs to exist. */
export class Fixtures {
  private constructor(
    readonly server: TestServer,
    readonly owner: TestPerson,
    readonly caller: ApiCaller,
  ) {}

  static async of(server: TestServer): Promise<Fixtures> {
    const owner = await somebody(server, 'admin');
    return new Fixtures(server, owner, await mighty(server, owner));
  }

  /** Somebody else who may do everything, to what is their own or everybody's. */
  async stranger(): Promise<ApiCaller> {
    return mighty(this.server, await somebody(this.server, 'admin'));
  }

  /** Somebody with a token for everything who is no administrator any more. */
  async demoted(): Promise<ApiCaller> {
    const person = await somebody(this.server, 'admin');
    const caller = await mighty(this.server, person);
    const user = (await this.server.get(LocalUsers).find(person.user.id))!;
    await this.server.get(UserAdministration).update(user, { role: 'member' }, SYSTEM);
    return caller;
  }

  /** The path with things in it that exist, fresh ones each time. */
  async fill(path: string): Promise<string> {
    for (const [beginning, make] of this.makers) {
      if (!path.startsWith(beginning) || !path.includes('{')) continue;
      const values = await make();
      return path.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = values[name];
        if (value === undefined) throw new Error(`Nothing is made for {${name}} of ${path}`);
        return encodeURIComponent(value);
      });
    }
    if (path.includes('{')) throw new Error(`Nothing is made for ${path}`);
    return path;
  }

  /** What is there for others too: nothing that only its owner sees. */
  readonly foreign = ['/v1/projects/'];

  private readonly makers: [beginning: string, make: () => Promise<Record<string, string>>][] = [
    [
      '/v1/admin/audit-events/',
      async () => ({ id: (await this.caller.get('/v1/admin/audit-events')).body.data[0]!.id }),
    ],
    ['/v1/admin/tokens/', async () => ({ id: (await this.token()).token.id })],
    ['/v1/admin/scopes/', () => this.scope()],
    ['/v1/admin/resources/', () => this.resource()],
    ['/v1/admin/keys/', () => this.waitingKey()],
    ['/v1/admin/clients/{client_id}/secrets', () => this.clientWithSecrets()],
    ['/v1/me/apps/{client_id}/secrets', () => this.clientWithSecrets(this.owner.user.id)],
    ['/v1/me/apps/', async () => ({ client_id: (await this.ownApp()).id })],
    ['/v1/me/personal-access-tokens/', async () => ({ id: (await this.token()).token.id })],
    ['/v1/me/sessions/', () => this.session()],
    ['/v1/me/authorizations/', () => this.authorization()],
    ['/v1/admin/clients/', async () => ({ client_id: (await addClient(this.server)).id })],
    ['/v1/admin/users/{id}/sessions', () => this.somebodys('session_id', 'sessions')],
    ['/v1/admin/users/{id}/authorizations', () => this.somebodys('authorization_id', 'authorizations')],
    [
      '/v1/admin/users/{id}/personal-access-tokens',
      () => this.somebodys('token_id', 'personal-access-tokens'),
    ],
    ['/v1/admin/users/', async () => ({ id: (await somebody(this.server)).user.id })],
    ['/v1/admin/sessions/', async () => ({ id: (await this.somebodys('id', 'sessions'))['id']! })],
    [
      '/v1/admin/authorizations/',
      async () => ({ id: (await this.somebodys('id', 'authorizations'))['id']! }),
    ],
    ['/v1/projects/', async () => ({ id: await this.project() })],
    ['/v1/organization/members/', async () => ({ id: (await somebody(this.server)).user.id })],
  ];

  private async clientWithSecrets(ownerId: string | null = null): Promise<Record<string, string>> {
    const { id } = await addMachine(this.server, { ownerId });
    const path = `/v1/admin/clients/${id}/secrets`;
    const { body } = await this.caller.get(path);
    // One that can be removed beside one that stays, or room for one more.
    const [only] = body.data;
    return { client_id: id, id: only!.id };
  }

  /** Who sends a request that shall work: what ends or renews the token itself has one of its own. */
  async callerFor(path: string): Promise<ApiCaller> {
    return path.startsWith('/v1/tokens/current')
      ? new ApiCaller(this.server, (await this.token()).value)
      : this.caller;
  }

  /** One that can be activated or deleted. */
  private async waitingKey(): Promise<Record<string, string>> {
    const { body } = await this.caller.get('/v1/admin/keys');
    return { kid: String(body.data.find(({ status }) => status === 'next')!['kid']) };
  }

  private async scope(): Promise<Record<string, string>> {
    const name = `read:${randomUUID()}`;
    await this.caller.post('/v1/admin/scopes', { name, description: 'Something' });
    return { name };
  }

  private async resource(): Promise<Record<string, string>> {
    const body = { uri: `https://${randomUUID()}.example.test/`, name: 'An API' };
    return { id: String((await this.caller.post('/v1/admin/resources', body)).body['id']) };
  }

  /** A body for what no example of the reference can be about. */
  async bodyFor(path: string): Promise<object | null> {
    return path === '/v1/admin/tokens/lookup' ? { token: (await this.token()).value } : null;
  }

  private token(): Promise<MadeToken> {
    const wish = { name: randomUUID(), scopes: ['read:projects'], rotatable: true };
    return this.server.get(PersonalAccessTokens).create(this.owner.user, wish);
  }

  /** Somebody who is signed in, has a token and has allowed an app something; what they have is named after it. */
  private async somebodys(name: string, what: string): Promise<Record<string, string>> {
    const person = await somebody(this.server);
    const { id } = person.user;
    await browserOf(this.server, person);
    await obtainTokens(this.server, await addClient(this.server), person);
    const wish = { name: randomUUID(), scopes: ['read:projects'] };
    await this.server.get(PersonalAccessTokens).create(person.user, wish);
    const { body } = await this.caller.get(`/v1/admin/users/${id}/${what}`);
    return { id, [name]: body.data[0]!.id };
  }

  private ownApp = () => addClient(this.server, { ownerId: this.owner.user.id });

  private async session(): Promise<Record<string, string>> {
    await browserOf(this.server, this.owner);
    return { id: (await this.caller.get('/v1/me/sessions')).body.data[0]!.id };
  }

  private async authorization(): Promise<Record<string, string>> {
    await obtainTokens(this.server, await addClient(this.server), this.owner);
    return { id: (await this.caller.get('/v1/me/authorizations')).body.data[0]!.id };
  }

  private async project(): Promise<string> {
    const board = this.server.get(ProjectBoard);
    return (await board.create(this.owner.user.id, { name: 'Road Map' })).id;
  }

  /** A machine with these scopes. */
  machine(scopes: string[]): Promise<ApiCaller> {
    return withMachine(this.server, scopes);
  }
}

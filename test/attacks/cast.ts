import { Clients } from '../../src/clients/application/clients';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { clientRef } from '../../src/clients/domain/client';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { ProjectBoard } from '../../src/projects/application/project-board';
import { SYSTEM } from '../../src/shared/domain/security-events';
import type { Site } from '../support/apps';
import { Browser } from '../support/browser';
import { ALL_SCOPES } from '../support/caller';
import * as oauth from '../support/oauth';
import type { TestServer } from '../support/test-server';
import { ForgedTokens } from './forged-tokens';

export const CALLBACK = 'https://app.example.test/cb';

/** What the apps are, beside what `addClient` makes of nothing. */
const CLIENTS: Record<string, (cast: Cast) => Promise<oauth.TestClient>> = {
  conf: async (cast) => oauth.addClient(cast.server, { ownerId: (await cast.person('alice')).user.id }),
  confpkce: ({ server }) => oauth.addClient(server, { requirePkce: true }),
  pub: ({ server }) => oauth.addPublicClient(server),
  pub2: ({ server }) => oauth.addPublicClient(server, { redirectUris: ['https://spa2.example.test/cb'] }),
  native: ({ server }) =>
    oauth.addPublicClient(server, { type: 'native', redirectUris: ['http://127.0.0.1/cb'] }),
  multi: ({ server }) =>
    oauth.addClient(server, { redirectUris: [CALLBACK, 'https://app.example.test/other'] }),
  qclient: ({ server }) => oauth.addClient(server, { redirectUris: [`${CALLBACK}?tenant=1`] }),
  m2m: ({ server }) => oauth.addMachine(server),
  other: async (cast) => oauth.addClient(cast.server, { ownerId: (await cast.person('bob')).user.id }),
  rs: ({ server }) => oauth.addMachine(server, { introspect: true }),
  disabled: async ({ server }) => {
    const client = await oauth.addClient(server);
    const found = await server.get(Clients).findByRef(clientRef(client.id));
    await server.get(ClientRegistration).setStatus(found!, 'disabled', SYSTEM);
    return client;
  },
  weirdsecret: async ({ server }) => {
    const request = { name: 'Odd secret', type: 'm2m' as const, scopes: ['admin:read'] };
    const value = 'a:b%c+d e&f=g~0123456789012345678901234567890';
    const { client, secret } = await server.get(ClientRegistration).register(request, SYSTEM, { value });
    return { id: client.id, secret, redirectUri: '' };
  },
  adminapp: ({ server }) => oauth.addClient(server, { scopes: ALL_SCOPES }),
  keep: ({ server }) => oauth.addClient(server, { refreshPolicy: 'keep' }),
  grace: ({ server }) => oauth.addClient(server, { refreshGrace: 60 }),
  xss: ({ server }) => oauth.addClient(server, { name: '<img src=x onerror=alert(1)>' }),
};

const ROLES: Record<string, 'admin' | 'member'> = { admin: 'admin', admin2: 'admin' };
let casts = 0;

/** The people, apps and tokens that one case needs: its own, and made when they are first named. */
export class Cast {
  readonly pkce = oauth.newPkce();
  readonly rand = `state-${++casts}`;
  /** Everything that must never stand in a log. */
  readonly secrets = new Set<string>([this.pkce.verifier]);
  private readonly made = new Map<string, Promise<unknown>>();

  constructor(
    readonly server: TestServer,
    readonly canary: Site,
    private readonly number = casts,
  ) {}

  client(name: string): Promise<oauth.TestClient> {
    return this.once(`client ${name}`, async () => {
      const make = CLIENTS[name];
      if (!make) throw new Error(`Nobody knows the app ${name}`);
      const client = await make(this);
      if (client.secret !== null) this.secrets.add(client.secret);
      return client;
    });
  }

  person(name: string): Promise<oauth.TestPerson> {
    return this.once(`person ${name}`, () =>
      oauth.addPerson(this.server, `${name} ${this.number}`, ROLES[name]),
    );
  }

  /** The browser of somebody who has signed in. */
  browser(name: string): Promise<Browser> {
    return this.once(`browser ${name}`, async () => {
      const { email } = await this.person(name);
      const browser = new Browser(this.server.url);
      await browser.signIn(email, oauth.PASSWORD);
      for (const value of browser.cookies.values()) this.secrets.add(value);
      return browser;
    });
  }

  /** The browser of a stranger. */
  anonymous(): Promise<Browser> {
    return this.once('stranger', async () => {
      const browser = new Browser(this.server.url);
      await browser.get('/login');
      return browser;
    });
  }

  /** A fresh code, for the challenge of this case unless said otherwise. */
  async newCode(
    client = 'conf',
    person = 'alice',
    parameters: Record<string, string | undefined> = {},
  ): Promise<string> {
    const path = oauth.authorizePath(await this.client(client), {
      scope: 'read:projects',
      code_challenge: this.pkce.challenge,
      code_challenge_method: 'S256',
      ...parameters,
    });
    const callback = await oauth.allow(await this.browser(person), path, (await this.person(person)).email);
    const code = callback.searchParams.get('code');
    if (code === null) throw new Error(`No code came back: ${callback.href}`);
    this.secrets.add(code);
    return code;
  }

  /** The code that `${code}` stands for. */
  code(): Promise<string> {
    return this.once('code', () => this.newCode());
  }

  tokens(client = 'conf', person = 'alice', scope = 'read:projects'): Promise<oauth.TokenAnswer['body']> {
    return this.once(`tokens ${client} ${person} ${scope}`, async () => {
      const code = await this.newCode(client, person, { scope });
      const { redirectUri } = await this.client(client);
      return this.redeem(client, { code, redirect_uri: redirectUri, code_verifier: this.pkce.verifier });
    });
  }

  machineToken(client = 'm2m', scope = 'admin:read'): Promise<oauth.TokenAnswer['body']> {
    return this.once(`machine ${client} ${scope}`, async () => {
      const form = { grant_type: 'client_credentials', scope };
      return this.keep(await oauth.token(this.server, await this.client(client), form));
    });
  }

  /** A personal token of somebody: its value, and its id. */
  personal(person = 'alice', scopes = ['read:projects']): Promise<{ id: string; value: string }> {
    return this.once(`personal ${person} ${scopes.join(' ')}`, async () => {
      const { user } = await this.person(person);
      const wish = { name: `ci ${scopes.join(' ')}`, scopes, expiresInDays: 30 };
      const { token, value } = await this.server.get(PersonalAccessTokens).create(user, wish);
      this.secrets.add(value);
      return { id: token.id, value };
    });
  }

  project(person = 'alice'): Promise<string> {
    return this.once(`project ${person}`, async () => {
      const { user } = await this.person(person);
      return (await this.server.get(ProjectBoard).create(user.id, { name: `Plan of ${person}` })).id;
    });
  }

  forged(): Promise<ForgedTokens> {
    return this.once('forged', async () => new ForgedTokens(this.server, (await this.tokens()).access_token));
  }

  private async redeem(client: string, form: Record<string, string>): Promise<oauth.TokenAnswer['body']> {
    const fields = { grant_type: 'authorization_code', ...form };
    return this.keep(await oauth.token(this.server, await this.client(client), fields));
  }

  private keep({ status, body }: oauth.TokenAnswer): oauth.TokenAnswer['body'] {
    if (status !== 200) throw new Error(`No tokens: ${status} ${JSON.stringify(body)}`);
    this.secrets.add(body.access_token);
    if (body.refresh_token) this.secrets.add(body.refresh_token);
    return body;
  }

  private once<T>(key: string, make: () => Promise<T>): Promise<T> {
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as Promise<T>;
  }
}

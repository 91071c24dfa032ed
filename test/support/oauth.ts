import { createHash, randomBytes } from 'node:crypto';
import type { ClientRegistrationRequest } from '../../src/clients/application/client-registration';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { UserAdministration } from '../../src/users/application/user-administration';
import type { LocalUser, Role } from '../../src/users/domain/user';
import { Browser, type Page } from './browser';
import type { TestServer } from './test-server';

export const PASSWORD = 'correct horse battery staple';

/** A client as its developer knows it. */
export interface TestClient {
  id: string;
  secret: string | null;
  redirectUri: string;
}

/** A person with a browser in which nobody is signed in yet. */
export interface TestPerson {
  user: LocalUser;
  email: string;
}

export interface TokenAnswer {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & {
    access_token: string;
    refresh_token: string;
    token_type: string;
    expires_in: number;
    scope?: string;
    error?: string;
    error_description?: string;
  };
}

export async function addPerson(
  server: TestServer,
  name: string,
  role: Role = 'member',
): Promise<TestPerson> {
  const email = `${name.toLowerCase().replace(/\W+/g, '.')}@example.com`;
  const user = await server
    .get(UserAdministration)
    .create({ email, name, role, password: PASSWORD, emailVerified: true }, SYSTEM);
  return { user, email };
}

const WEB: ClientRegistrationRequest = {
  name: 'Project Board',
  type: 'web',
  redirectUris: ['https://app.example.test/cb'],
  scopes: ['read:profile', 'read:email', 'read:projects', 'write:projects', 'delete:projects'],
};

/** A confidential web client unless said otherwise. */
export async function addClient(
  server: TestServer,
  request: Partial<ClientRegistrationRequest> = {},
): Promise<TestClient> {
  const { client, secret } = await server.get(ClientRegistration).register({ ...WEB, ...request }, SYSTEM);
  return { id: client.id, secret, redirectUri: client.redirectUris[0] ?? '' };
}

export const addPublicClient = (server: TestServer, request: Partial<ClientRegistrationRequest> = {}) =>
  addClient(server, {
    name: 'Pocket Board',
    type: 'spa',
    redirectUris: ['https://spa.example.test/cb'],
    ...request,
  });

export const addMachine = (server: TestServer, request: Partial<ClientRegistrationRequest> = {}) =>
  addClient(server, {
    name: 'Nightly job',
    type: 'm2m',
    redirectUris: [],
    scopes: ['admin:read'],
    ...request,
  });

export interface Pkce {
  verifier: string;
  challenge: string;
}

export function newPkce(): Pkce {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The path of an authorization request. */
export function authorizePath(
  client: TestClient,
  parameters: Record<string, string | undefined> = {},
): string {
  const all = {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: client.redirectUri,
    ...parameters,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/oauth/authorize?${new URLSearchParams(given).toString()}`;
}

/** POST to a protocol endpoint as a form. */
export async function postForm(
  server: TestServer,
  path: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : {} };
}

/** The client's own way of saying who it is, in the form body. */
export const credentials = (client: TestClient): Record<string, string> => ({
  client_id: client.id,
  ...(client.secret !== null && { client_secret: client.secret }),
});

export const token = (
  server: TestServer,
  client: TestClient,
  form: Record<string, string>,
): Promise<TokenAnswer> => postForm(server, '/oauth/token', { ...form, ...credentials(client) });

/** Signs in where needed, allows, and returns the address that the app is called back at. */
export async function allow(browser: Browser, path: string, email: string, press = 'Allow'): Promise<URL> {
  let page = await browser.open(path);
  if (page.body.includes('id="sign-in"'))
    page = await browser.follow(await browser.signIn(email, PASSWORD, page));
  if (page.body.includes('id="consent"')) page = await browser.submit(page, 'consent', {}, press);
  if (!page.leadsTo)
    throw new Error(`Nobody is sent back from ${page.status} ${page.url}:\n${describe(page)}`);
  return new URL(page.leadsTo);
}

const describe = (page: Page) =>
  page.body
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 600);

/** A whole round: authorization request, sign-in, consent, code, tokens. */
export async function obtainTokens(
  server: TestServer,
  client: TestClient,
  person: TestPerson,
  parameters: Record<string, string> = { scope: 'read:projects write:projects' },
): Promise<TokenAnswer> {
  const { code, verifier } = await obtainCode(server, client, person, parameters);
  return token(server, client, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: parameters['redirect_uri'] ?? client.redirectUri,
    code_verifier: verifier,
  });
}

/** Everything up to the code. */
export async function obtainCode(
  server: TestServer,
  client: TestClient,
  person: TestPerson,
  parameters: Record<string, string> = {},
): Promise<{ code: string; verifier: string }> {
  const { verifier, challenge } = newPkce();
  const path = authorizePath(client, {
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...parameters,
  });
  const callback = await allow(new Browser(server.url), path, person.email);
  const code = callback.searchParams.get('code');
  if (code === null) throw new Error(`No code came back: ${callback.href}`);
  return { code, verifier };
}

/** GET at the sample API. */
export const api = (
  server: TestServer,
  path: string,
  accessToken: string,
  init: RequestInit = {},
): Promise<Response> =>
  fetch(server.url + path, { ...init, headers: { Authorization: `Bearer ${accessToken}`, ...init.headers } });

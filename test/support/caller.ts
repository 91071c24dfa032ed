import { randomUUID } from 'node:crypto';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { addClient, addMachine, type TestClient, type TestPerson, token } from './oauth';
import type { TestServer } from './test-server';

export const MEMBER_SCOPES = [
  'read:profile',
  'write:profile',
  'read:email',
  'read:projects',
  'write:projects',
  'delete:projects',
];
export const ADMIN_SCOPES = ['admin:read', 'admin:write', 'admin:users'];
/** What manages the account itself: for personal tokens made on our pages, and for apps of the house. */
export const ACCOUNT_SCOPES = ['manage:apps', 'manage:tokens', 'manage:account'];
export const ALL_SCOPES = [...MEMBER_SCOPES, ...ADMIN_SCOPES];
/** What a machine can be given: nothing that is about a person. */
export const MACHINE_SCOPES = ['read:projects', 'write:projects', 'delete:projects', ...ADMIN_SCOPES];

/** Every member that a body of the sample API may have, and those of a problem. */
export interface ApiBody {
  id: string;
  key: string;
  name: string;
  email: string;
  description: string;
  status: string | number;
  data: ApiBody[];
  page: { next_cursor: string | null; limit: number };
  errors: { pointer: string; code: string; detail: string }[];
  type?: string;
  [member: string]: unknown;
}

/** An answer with its body already read. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  body: ApiBody;
  /** What the problem is called; null when there is none. */
  problem: string | null;
  challenge: string | null;
}

/** Somebody with an access token at the REST API; null: without one. */
export class ApiCaller {
  constructor(
    private readonly server: TestServer,
    readonly bearer: string | null,
  ) {}

  get = (path: string, headers?: Record<string, string>) => this.send('GET', path, undefined, headers);
  post = (path: string, body?: unknown, headers?: Record<string, string>) =>
    this.send('POST', path, body, headers);
  patch = (path: string, body?: unknown, headers?: Record<string, string>) =>
    this.send('PATCH', path, body, headers);
  delete = (path: string, headers?: Record<string, string>) => this.send('DELETE', path, undefined, headers);

  /** @param body an object becomes JSON; text is sent as it is */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> {
    const init: RequestInit = {
      method,
      headers: {
        ...(this.bearer !== null && { Authorization: `Bearer ${this.bearer}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
    };
    if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(this.server.url + path, init);
    const text = await answer.text();
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    const isLines = answer.headers.get('content-type')?.startsWith('application/x-ndjson') ?? false;
    const read = (text === '' ? {} : isLines ? text : JSON.parse(text)) as ApiBody;
    return {
      status: answer.status,
      headers: answer.headers,
      body: read,
      problem: isProblem ? (read.type?.split('/').pop() ?? null) : null,
      challenge: answer.headers.get('www-authenticate'),
    };
  }
}

/** A person with a token of their own. */
export async function withPersonalToken(
  server: TestServer,
  person: TestPerson,
  scopes: string[],
): Promise<ApiCaller & { tokenId: string }> {
  const request = { name: randomUUID(), scopes };
  const { token: made, value } = await server.get(PersonalAccessTokens).create(person.user, request);
  return Object.assign(new ApiCaller(server, value), { tokenId: made.id });
}

/** A machine, and the client that it belongs to. */
export async function withMachine(
  server: TestServer,
  scopes = MACHINE_SCOPES,
): Promise<ApiCaller & { client: TestClient }> {
  const client = await addMachine(server, { scopes });
  const { body } = await token(server, client, { grant_type: 'client_credentials', scope: scopes.join(' ') });
  return Object.assign(new ApiCaller(server, body.access_token), { client });
}

/** An app that may be given everything. */
export const addBoard = (server: TestServer, values = {}): Promise<TestClient> =>
  addClient(server, { scopes: ALL_SCOPES, ...values });

import { randomUUID } from 'node:crypto';
import { ProjectBoard } from '../../src/projects/application/project-board';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { UserAdministration } from '../../src/users/application/user-administration';
import type { TestServer } from '../support/test-server';
import type { ApiAnswer, ApiCaller } from '../support/caller';

/** A row of the table of routes in the design: method and path, the scope it needs, what it answers. */
export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  scope: string;
  status: number;
  /** A body that is fine; another one each time. */
  body?: () => Record<string, unknown>;
  /** It is about the person behind the token. */
  needsPerson?: true;
  /** It honours If-Match. */
  versioned?: true;
  list?: true;
}

/** Every route of the sample resource API. `{project}` and `{member}` stand for one that exists. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/profile', scope: 'read:profile', status: 200, needsPerson: true },
  {
    method: 'PATCH',
    path: '/v1/profile',
    scope: 'write:profile',
    status: 200,
    body: () => ({ name: 'Ada King' }),
    needsPerson: true,
    versioned: true,
  },
  { method: 'GET', path: '/v1/profile/email', scope: 'read:email', status: 200, needsPerson: true },
  { method: 'GET', path: '/v1/projects', scope: 'read:projects', status: 200, list: true },
  {
    method: 'POST',
    path: '/v1/projects',
    scope: 'write:projects',
    status: 201,
    body: () => ({ name: 'Road Map' }),
  },
  { method: 'GET', path: '/v1/projects/{project}', scope: 'read:projects', status: 200 },
  {
    method: 'PATCH',
    path: '/v1/projects/{project}',
    scope: 'write:projects',
    status: 200,
    body: () => ({ name: 'Road Map 2027' }),
    versioned: true,
  },
  {
    method: 'DELETE',
    path: '/v1/projects/{project}',
    scope: 'delete:projects',
    status: 204,
    versioned: true,
  },
  { method: 'GET', path: '/v1/organization', scope: 'admin:read', status: 200 },
  {
    method: 'PATCH',
    path: '/v1/organization',
    scope: 'admin:write',
    status: 200,
    body: () => ({ name: `Acme ${randomUUID()}` }),
    versioned: true,
  },
  { method: 'GET', path: '/v1/organization/members', scope: 'admin:users', status: 200, list: true },
  {
    method: 'POST',
    path: '/v1/organization/members',
    scope: 'admin:users',
    status: 201,
    body: () => ({ email: `${randomUUID()}@example.com`, name: 'New' }),
  },
  { method: 'GET', path: '/v1/organization/members/{member}', scope: 'admin:users', status: 200 },
  {
    method: 'DELETE',
    path: '/v1/organization/members/{member}',
    scope: 'admin:users',
    status: 204,
    versioned: true,
  },
];

/** `GET /v1/profile`: how a route is called in the names of tests. */
export const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

/** Sends good requests to routes, for things that exist. */
export class Requests {
  constructor(
    private readonly server: TestServer,
    /** Id of the user or client whose projects are asked for. */
    private readonly ownerId: string,
  ) {}

  async send(caller: ApiCaller, route: Route, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return caller.send(route.method, await this.path(route), route.body?.(), headers);
  }

  /** The path of a route, with something new at its end. */
  async path({ path }: Route): Promise<string> {
    if (path.includes('{project}')) {
      const project = await this.server.get(ProjectBoard).create(this.ownerId, { name: 'Road Map' });
      return path.replace('{project}', project.id);
    }
    if (path.includes('{member}')) {
      const request = { email: `${randomUUID()}@example.com`, name: 'Somebody', password: null };
      const member = await this.server.get(UserAdministration).create(request, SYSTEM);
      return path.replace('{member}', member.id);
    }
    return path;
  }
}

import { Injectable, type Type } from '@nestjs/common';
import {
  GUARDS_METADATA,
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { BearerGuard } from '../bearer/bearer.guard';
import { requiredScopes, ShowsSecret } from '../bearer/decorators';
import { ifMatchOf } from '../shared/http/etag';
import { filtersOf, type ListRules } from '../shared/http/list';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const;
export type Method = (typeof METHODS)[number];
const BODY = 3;

/** What the code itself says about one route. */
export interface Route {
  method: Method;
  /** In the form of OpenAPI: `/v1/projects/{id}`. */
  path: string;
  /** Whether it takes a Bearer token. */
  bearer: boolean;
  scopes: readonly string[];
  body: Type<object> | null;
  list: ListRules | null;
  /** What can be asked for, of a list or without one; null: nothing. */
  filters: ListRules['filters'] | null;
  ifMatch: boolean;
  showsSecret: boolean;
  status: number;
}

type Handler = (...args: unknown[]) => unknown;
type RouteArgument = { index: number; data?: unknown; factory?: unknown };

/** Reads the routes of the REST API from the controllers, so that the reference cannot lie about them. */
@Injectable()
export class RouteReader {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** Routes under /v1, in the order of their paths. */
  read(): Route[] {
    const routes = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? this.routesOf(metatype as Type<object>) : []))
      .filter(({ path }) => path.startsWith('/v1/'));
    return routes.sort((a, b) => (a.path + a.method < b.path + b.method ? -1 : 1));
  }

  private routesOf(controller: Type<object>): Route[] {
    const prototype = controller.prototype as Record<string, Handler>;
    return this.scanner
      .getAllMethodNames(prototype)
      .map((name) => ({ name, handler: prototype[name]! }))
      .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler))
      .map(({ name, handler }) => this.routeOf(controller, name, handler));
  }

  private routeOf(controller: Type<object>, name: string, handler: Handler): Route {
    const method = METHODS[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
    const guards = (Reflect.getMetadata(GUARDS_METADATA, controller) ?? []) as unknown[];
    const args = this.argumentsOf(controller, name);
    const list = args.map(({ data }) => data).find(isListRules);
    const filters = args.find(({ factory }) => factory === filtersOf)?.data as Route['filters'] | undefined;
    return {
      method,
      path: pathOf(controller, handler),
      bearer: guards.includes(BearerGuard),
      scopes: requiredScopes(this.reflector, [handler, controller]),
      body: this.bodyOf(controller, name, args),
      list: list ?? null,
      filters: list?.filters ?? filters ?? null,
      ifMatch: args.some(({ factory }) => factory === ifMatchOf),
      showsSecret: this.reflector.get(ShowsSecret, handler) !== undefined,
      status:
        (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ??
        (method === 'POST' ? 201 : 200),
    };
  }

  private argumentsOf(controller: Type<object>, name: string): (RouteArgument & { kind: string })[] {
    const metadata = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
      string,
      RouteArgument
    >;
    return Object.entries(metadata).map(([key, argument]) => ({ ...argument, kind: key.split(':')[0]! }));
  }

  private bodyOf(
    controller: Type<object>,
    name: string,
    args: (RouteArgument & { kind: string })[],
  ): Type<object> | null {
    const body = args.find(({ kind }) => kind === String(BODY));
    if (!body) return null;
    const types = Reflect.getMetadata(
      'design:paramtypes',
      controller.prototype as object,
      name,
    ) as Type<object>[];
    const type = types[body.index];
    return type && type !== (Object as unknown) ? type : null;
  }
}

/** The first path of a controller and its handler, with `{name}` for `:name`. */
function pathOf(controller: Type<object>, handler: Handler): string {
  const parts = [controller, handler].map((target) => {
    const path = Reflect.getMetadata(PATH_METADATA, target) as string | string[];
    return Array.isArray(path) ? path[0]! : path;
  });
  return `/${parts.join('/')}`
    .replace(/\/+/g, '/')
    .replace(/(.)\/$/, '$1')
    .replace(/:(\w+)/g, (_, name: string) => `{${snake(name)}}`);
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isListRules = (data: unknown): data is ListRules =>
  typeof data === 'object' && data !== null && 'sorts' in data && 'filters' in data;

import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings';
import { ScopeCatalogue } from '../scopes/application/scope-catalogue';
import { PROBLEMS, type ProblemSlug } from '../shared/domain/problem';
import { bodySchema, type JsonSchema } from '../shared/http/json-schema';
import { cursorParameters } from '../shared/http/list';
import type { Operation } from './operation';
import { GROUPS, operationFor } from './operations/all';
import { PROTOCOL_PATHS, PROTOCOL_SCHEMAS } from './operations/protocol';
import { type Route, RouteReader } from './route-reader';
import { SCHEMAS } from './schemas';

const SUCCESSES: Record<number, string> = { 201: 'Made', 202: 'On its way', 304: 'You have this version' };

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** A document of OpenAPI 3.1, as far as others need to look into it. */
export interface OpenApiDocument {
  openapi: '3.1.1';
  paths: Record<string, Record<string, OpenApiOperation>>;
  [member: string]: unknown;
}

export interface OpenApiOperation {
  operationId: string;
  tags: readonly string[];
  summary: string;
  description?: string;
  parameters?: readonly Record<string, unknown>[];
  requestBody?: Record<string, unknown>;
  responses: Record<string, Record<string, unknown>>;
  [member: string]: unknown;
}

/** Writes the reference of the REST API from the routes, the rules of their bodies and queries, and our words. */
@Injectable()
export class OpenApi {
  constructor(
    private readonly routes: RouteReader,
    private readonly catalogue: ScopeCatalogue,
    private readonly settings: Settings,
  ) {}

  document(): OpenApiDocument {
    const paths: OpenApiDocument['paths'] = this.protocolPaths();
    for (const route of this.routes.read()) {
      const operation = operationFor(`${route.method} ${route.path}`);
      // A company's own routes have words of their own elsewhere.
      if (operation)
        (paths[route.path] ??= {})[route.method.toLowerCase()] = this.operation(route, operation);
    }
    return {
      openapi: '3.1.1',
      info: { title: `${this.settings.appName} API`, version: '1' },
      servers: [{ url: this.settings.issuer }],
      tags: [
        { name: 'OAuth', description: 'The protocol.' },
        ...GROUPS.map(({ tag, words }) => ({ name: tag, description: words })),
      ],
      paths,
      components: {
        securitySchemes: this.securitySchemes(),
        schemas: { ...SCHEMAS, ...PROTOCOL_SCHEMAS },
      },
    };
  }

  private protocolPaths(): OpenApiDocument['paths'] {
    const prefix = this.settings.oauthPaths[0]!;
    return Object.fromEntries(
      Object.entries(PROTOCOL_PATHS).map(([path, methods]) => [path.replace('{oauth}', prefix), methods]),
    ) as OpenApiDocument['paths'];
  }

  private securitySchemes() {
    const scopes = Object.fromEntries(
      this.catalogue.all().map(({ name, description }) => [name, description]),
    );
    const tokenUrl = this.settings.oauthUrl('token');
    return {
      clientSecret: { type: 'http', scheme: 'basic', description: 'Client id and secret' },
      oauth: {
        type: 'oauth2',
        description: 'An access token of this server, or a personal access token',
        flows: {
          authorizationCode: { authorizationUrl: this.settings.oauthUrl('authorize'), tokenUrl, scopes },
          clientCredentials: { tokenUrl, scopes },
        },
      },
    };
  }

  private operation(route: Route, words: Operation & { tag: string }): OpenApiOperation {
    const { id, tag, summary, description, example } = words;
    return {
      operationId: id,
      tags: [tag],
      summary,
      ...(description && { description }),
      security: route.bearer ? [{ oauth: route.scopes }] : [],
      parameters: [...pathParameters(route.path), ...queryParameters(route), ...headerParameters(route)],
      ...(route.body && { requestBody: requestBody(bodySchema(route.body as never), example) }),
      responses: { ...successes(route, words), ...problems(route, words) },
    };
  }
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

function queryParameters({ list, filters }: Route) {
  const parameters = { ...filters, ...(list && cursorParameters(list)) };
  return Object.entries(parameters).map(([name, { schema }]) => ({
    name,
    in: 'query',
    required: false,
    schema: schema ?? { type: 'string' },
  }));
}

function headerParameters({ ifMatch, method, bearer }: Route) {
  const header = (name: string, description: string) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  });
  return [
    ...(ifMatch ? [header('If-Match', 'The ETag that you have read; 412 when somebody was faster')] : []),
    ...(method === 'POST' && bearer
      ? [header('Idempotency-Key', 'Sent again within 24 hours, it does nothing twice')]
      : []),
  ];
}

const requestBody = (schema: JsonSchema, example: object | undefined) => ({
  required: (schema.required ?? []).length > 0,
  content: { 'application/json': { schema, ...(example && { example }) } },
});

function successes(
  { status }: Route,
  { answer, also = {}, mediaType = 'application/json' }: Operation,
): Record<string, { description: string; content?: object }> {
  const contentOf = (form: Operation['answer']) =>
    form && { content: { [mediaType]: { schema: answerSchema(form) } } };
  const others = Object.entries(also).map(([code, form]) => [
    code,
    { description: SUCCESSES[Number(code)] ?? 'Done', ...contentOf(form) },
  ]);
  return {
    [status]: { description: SUCCESSES[status] ?? 'Done', ...contentOf(answer) },
    ...(Object.fromEntries(others) as Record<string, { description: string }>),
  };
}

function answerSchema(answer: NonNullable<Operation['answer']>): JsonSchema {
  if (typeof answer === 'string') return ref(answer);
  if (!('listOf' in answer)) return answer;
  const page: JsonSchema = {
    type: 'object',
    properties: {
      next_cursor: { type: ['string', 'null'] },
      limit: { type: 'integer' },
      total: { type: 'integer' },
    },
    required: ['next_cursor', 'limit'],
  };
  return {
    type: 'object',
    properties: { data: { type: 'array', items: ref(answer.listOf) }, page },
    required: ['data', 'page'],
  };
}

/** The problems that follow from what a route takes, and its own. */
function problems(route: Route, { problems: own = [] }: Operation) {
  const slugs: ProblemSlug[] = [
    'malformed-request',
    ...(route.body ? (['validation-failed', 'payload-too-large', 'unsupported-media-type'] as const) : []),
    ...(route.filters ? (['unknown-parameter'] as const) : []),
    ...(Object.keys(route.filters ?? {}).length > 0 ? (['validation-failed'] as const) : []),
    ...(route.bearer ? (['unauthenticated', 'rate-limited'] as const) : []),
    ...(route.scopes.length > 0 ? (['insufficient-scope'] as const) : []),
    ...(route.path.includes('{') ? (['not-found'] as const) : []),
    ...(route.ifMatch ? (['version-mismatch'] as const) : []),
    ...(route.method === 'POST' && route.bearer ? (['idempotency-key-reused'] as const) : []),
    ...(route.method === 'POST' && route.showsSecret ? (['secret-already-delivered'] as const) : []),
    'internal',
    'unavailable',
    ...own,
  ];
  const byStatus = new Map<number, ProblemSlug[]>();
  for (const slug of new Set(slugs)) {
    const [status] = PROBLEMS[slug];
    byStatus.set(status, [...(byStatus.get(status) ?? []), slug]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      status,
      {
        description: names.map((name) => `${name}: ${PROBLEMS[name][1]}`).join('; '),
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
}

import type { Settings } from '../config/settings';
import type { ReferenceOperation, ReferenceView } from '../pages/templates/reference';
import { operationFor } from './operations/all';
import type { OpenApiDocument, OpenApiOperation } from './openapi-document';

/** The document as the page shows it. */
export function referenceView(document: OpenApiDocument, settings: Settings): ReferenceView {
  const tags = document['tags'] as { name: string; description: string }[];
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const groups = tags.map(({ name, description }) => ({
    name,
    words: description,
    operations: all
      .filter(({ operation }) => operation.tags.includes(name))
      .map((entry) => referenceOperation(entry, settings)),
  }));
  return { groups: groups.filter(({ operations }) => operations.length > 0) };
}

function referenceOperation(
  { path, method, operation }: { path: string; method: string; operation: OpenApiOperation },
  settings: Settings,
): ReferenceOperation {
  const example = operationFor(`${method} ${path}`)?.example;
  const security = (operation['security'] ?? []) as Record<string, string[]>[];
  return {
    id: operation.operationId,
    method,
    path,
    summary: operation.summary,
    description: operation.description ?? null,
    scopes: security.flatMap(({ oauth }) => oauth ?? []),
    parameters: (operation.parameters ?? [])
      .filter((parameter) => parameter['in'] !== 'path')
      .map((parameter) => ({
        name: String(parameter['name']),
        place: String(parameter['in']),
        words: wordsFor(parameter),
      })),
    body: operation.requestBody ? JSON.stringify(schemaOf(operation.requestBody), null, 2) : null,
    answers: Object.entries(operation.responses).map(([status, answer]) => ({
      status,
      words: String(answer['description']),
    })),
    curl: curlFor(method, settings.url(path), security.length > 0, example),
  };
}

function wordsFor({ schema, description }: Record<string, unknown>): string {
  const { enum: words, type, format } = (schema ?? {}) as { enum?: string[]; type?: string; format?: string };
  return [description, words?.join(' | ') ?? format ?? type].filter(Boolean).join(': ');
}

const schemaOf = (body: Record<string, unknown>): unknown =>
  Object.values(body['content'] as Record<string, { schema: unknown }>)[0]!.schema;

function curlFor(method: string, url: string, needsToken: boolean, example: object | undefined): string {
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} '${url}'`,
    ...(needsToken ? [`  -H "Authorization: Bearer $TOKEN"`] : []),
    ...(example
      ? [
          `  -H 'Content-Type: application/json'`,
          `  -d '${JSON.stringify(example).replaceAll("'", `'\\''`)}'`,
        ]
      : []),
  ];
  return lines.join(' \\\n');
}

import type { OpenApiDocument, OpenApiOperation } from '../../src/openapi/openapi-document';
import { RouteReader } from '../../src/openapi/route-reader';
import { ApiCaller, type ApiAnswer } from '../support/caller';
import { schemaJudge } from '../support/schema';
import { startServer, type TestServer } from '../support/test-server';
import { Fixtures } from './fixtures';

interface Entry {
  method: string;
  path: string;
  operation: OpenApiOperation;
}

/** The operations stand in the document of the very server, so the tests are about all of them in turn. */
describe('the API reference', () => {
  let server: TestServer;
  let document: OpenApiDocument;
  let fixtures: Fixtures;
  let judge: ReturnType<typeof schemaJudge>;
  let rest: Entry[];

  beforeAll(async () => {
    server = await startServer({ env: { API_RATE_LIMIT: '0' } });
    document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApiDocument;
    fixtures = await Fixtures.of(server);
    judge = schemaJudge(document);
    rest = Object.entries(document.paths)
      .filter(([path]) => path.startsWith('/v1/'))
      .flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          method: method.toUpperCase(),
          path,
          operation,
        })),
      );
  });

  afterAll(() => server.close());

  const nameOf = ({ method, path }: Entry) => `${method} ${path}`;
  const exampleOf = ({ operation }: Entry) =>
    (operation.requestBody?.['content'] as Record<string, { example?: object }> | undefined)?.[
      'application/json'
    ]?.example;
  const scopesOf = ({ operation }: Entry) =>
    ((operation['security'] ?? []) as Record<string, string[]>[]).flatMap(({ oauth }) => oauth ?? []);
  const isProtected = ({ operation }: Entry) => ((operation['security'] ?? []) as object[]).length > 0;

  /** What is wrong with an answer by the document. */
  function faults(entry: Entry, answer: ApiAnswer): string[] {
    const described = entry.operation.responses[String(answer.status)];
    if (!described)
      return [`${nameOf(entry)}: ${answer.status} is not described: ${JSON.stringify(answer.body)}`];
    const content = described['content'] as Record<string, { schema: object }> | undefined;
    const [type] = Object.keys(content ?? {});
    const sent = answer.headers.get('content-type')?.split(';')[0] ?? null;
    if (!content)
      return answer.status === 204 || sent === null ? [] : [`${nameOf(entry)}: a body that is not described`];
    if (type !== sent) return [`${nameOf(entry)}: ${sent} instead of ${type}`];
    return judge(content[type]!.schema, answer.body).map(
      (fault) => `${nameOf(entry)} ${answer.status}: ${fault}`,
    );
  }

  /** Sends every operation once, in a way that the test says, and gathers what is wrong. */
  async function forEach(
    which: (entry: Entry) => boolean,
    send: (entry: Entry, path: string) => Promise<ApiAnswer>,
    expected: (entry: Entry, answer: ApiAnswer) => string | null,
    { filled }: { filled: boolean } = { filled: true },
  ): Promise<string[]> {
    const wrong: string[] = [];
    for (const entry of rest.filter(which)) {
      const answer = await send(entry, filled ? await fixtures.fill(entry.path) : nowhere(entry));
      const surprise = expected(entry, answer);
      if (surprise)
        wrong.push(`${nameOf(entry)}: ${surprise} but ${answer.status} ${JSON.stringify(answer.body)}`);
      wrong.push(...faults(entry, answer));
    }
    return wrong;
  }

  /** The path with nothing in it that exists. */
  const nowhere = ({ path }: Entry) => path.replace(/\{\w+\}/g, 'nothing');

  const isStatus =
    (...statuses: number[]) =>
    (_: Entry, { status }: ApiAnswer) =>
      statuses.includes(status) ? null : `expected ${statuses.join(' or ')}`;

  it('describes every route of the REST API, once', () => {
    const routes = server
      .get(RouteReader)
      .read()
      .map(({ method, path }) => `${method} ${path}`);
    expect(rest.map(nameOf).sort()).toEqual(routes.sort());
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((o) => o.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.openapi).toBe('3.1.1');
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name!,
    );
    const schemas = (document['components'] as { schemas: object }).schemas;
    expect(refs.filter((name) => !(name in schemas))).toEqual([]);
  });

  it('is shown to people, with commands to paste', async () => {
    const page = await (await fetch(`${server.url}/docs`)).text();
    for (const { method, path, operation } of rest) {
      expect(page).toContain(`id="${operation.operationId}"`);
      expect(page).toContain(`<code>${method} ${path}</code>`);
    }
  });

  it('is right about whoever may do it: 2xx', async () => {
    const wrong = await forEach(
      () => true,
      async (entry, path) => {
        // A second secret, so that one may be removed.
        if (/^remove(Client|OwnApp)Secret$/.test(entry.operation.operationId))
          await fixtures.caller.post(path.replace(/\/[^/]+$/, ''), {});
        const body = (await fixtures.bodyFor(path)) ?? exampleOf(entry);
        return (await fixtures.callerFor(path)).send(entry.method, path, body);
      },
      isStatus(200, 201, 202, 204),
    );
    expect(wrong).toEqual([]);
  });

  it('is right about requests without a token: 401', async () => {
    const nobody = new ApiCaller(server, null);
    const wrong = await forEach(
      isProtected,
      (entry, path) => nobody.send(entry.method, path, exampleOf(entry)),
      (_, { status, challenge }) =>
        status === 401 && challenge?.startsWith('Bearer') ? null : 'expected a challenge',
    );
    expect(wrong).toEqual([]);
  });

  it('is right about tokens without the scope: 403 with its name', async () => {
    const caller = await fixtures.machine([]);
    const wrong = await forEach(
      (entry) => scopesOf(entry).length > 0,
      (entry, path) => caller.send(entry.method, path, exampleOf(entry)),
      (entry, { status, challenge }) =>
        status === 403 && challenge?.includes(`scope="${scopesOf(entry).join(' ')}"`)
          ? null
          : 'expected a hint',
    );
    expect(wrong).toEqual([]);
  });

  it('is right about people who are no administrators any more: 403, whatever their token was given', async () => {
    const demoted = await fixtures.demoted();
    const wrong = await forEach(
      (entry) => scopesOf(entry).some((scope) => scope.startsWith('admin:')),
      (entry, path) => demoted.send(entry.method, path, exampleOf(entry)),
      (_, { status, challenge }) =>
        status === 403 && challenge?.includes('insufficient_scope') ? null : 'expected a refusal',
      { filled: false },
    );
    expect(wrong).toEqual([]);
  });

  it('is right about what belongs to somebody else: 404', async () => {
    const stranger = await fixtures.stranger();
    const wrong = await forEach(
      ({ path }) => path.includes('{') && /^\/v1\/(?:me|projects)\//.test(path),
      (entry, path) => stranger.send(entry.method, path, exampleOf(entry)),
      isStatus(404),
    );
    expect(wrong).toEqual([]);
  });

  it('is right about things that are not there: 404', async () => {
    const wrong = await forEach(
      ({ path }) => path.includes('{'),
      (entry, path) => fixtures.caller.send(entry.method, path, exampleOf(entry)),
      isStatus(404),
      { filled: false },
    );
    expect(wrong).toEqual([]);
  });

  it('is right about versions that are not the latest: 412', async () => {
    const hasIfMatch = ({ operation }: Entry) =>
      operation.parameters?.some(({ name }) => name === 'If-Match') ?? false;
    const wrong = await forEach(
      hasIfMatch,
      (entry, path) => fixtures.caller.send(entry.method, path, exampleOf(entry), { 'If-Match': '"999999"' }),
      isStatus(412),
    );
    expect(wrong).toEqual([]);
  });

  it('is right about fields and parameters that nobody knows: 400', async () => {
    const takesBody = ({ operation }: Entry) => operation.requestBody !== undefined;
    const isList = ({ operation }: Entry) =>
      /"data":\{"type":"array"/.test(JSON.stringify(operation.responses['200']));
    const bodies = await forEach(
      takesBody,
      (entry, path) => fixtures.caller.send(entry.method, path, { ...exampleOf(entry), no_such_field: 1 }),
      (_, { status, body }) =>
        status === 400 && body.errors.some(({ pointer }) => pointer === '/no_such_field')
          ? null
          : 'expected a pointer',
    );
    const queries = await forEach(
      isList,
      (entry, path) => fixtures.caller.send(entry.method, `${path}?no_such_parameter=1`),
      (_, { status, problem }) =>
        status === 400 && problem === 'unknown-parameter' ? null : 'expected a refusal',
    );
    expect([...bodies, ...queries]).toEqual([]);
  });

  it('is right about bodies that are too large, or of another kind: 413, 415', async () => {
    const takesBody = ({ operation }: Entry) => operation.requestBody !== undefined;
    const large = await forEach(
      takesBody,
      (entry, path) => fixtures.caller.send(entry.method, path, { name: 'x'.repeat(300_000) }),
      isStatus(413),
    );
    const foreign = await forEach(
      takesBody,
      (entry, path) =>
        fixtures.caller.send(entry.method, path, '<x/>', { 'Content-Type': 'application/xml' }),
      isStatus(415),
    );
    expect([...large, ...foreign]).toEqual([]);
  });
});

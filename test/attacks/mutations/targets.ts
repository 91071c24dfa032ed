import type { OpenApiDocument } from '../../../src/openapi/openapi-document';
import type { Browser } from '../../support/browser';
import { ACCOUNT_SCOPES, ALL_SCOPES, withPersonalToken } from '../../support/caller';
import { formsOf } from '../../support/forms';
import {
  addClient,
  addMachine,
  credentials,
  newPkce,
  obtainCode,
  obtainTokens,
  PASSWORD,
} from '../../support/oauth';
import { browserOf, somebody } from '../../support/people';
import type { TestServer } from '../../support/test-server';
import { cookieOf } from '../placeholders';
import type { Fields } from './content-types';

/** One request that is good, and where each of its parameters stands. */
export interface Target {
  method: string;
  /** With `{name}` for each parameter in it. */
  path: string;
  inPath: Fields;
  query: Fields;
  body: Fields;
  headers: Record<string, string>;
}

const PROTOCOL_QUERY = [
  'response_mode',
  'prompt',
  'max_age',
  'nonce',
  'login_hint',
  'ui_locales',
  'resource',
  'request',
  'request_uri',
];
const FORM_PAGES = [
  ...[
    '/login',
    '/logout',
    '/forgot',
    '/signup',
    '/settings/profile',
    '/settings/email',
    '/settings/security',
  ],
  ...['/settings/tokens/new', '/settings/apps/new', '/settings/sessions/end-others'],
];

/** Good requests for every endpoint, of an administrator who has one of everything, and what must never be logged. */
export class Targets {
  readonly secrets = new Set<string>([PASSWORD]);

  private constructor(
    private readonly server: TestServer,
    readonly all: Target[],
  ) {}

  static async of(server: TestServer): Promise<Targets> {
    const targets = new Targets(server, []);
    await targets.addProtocol();
    await targets.addRoutes();
    await targets.addForms();
    return targets;
  }

  /** How many places there are for a parameter. */
  get places(): number {
    return this.all.reduce(
      (sum, { inPath, query, body }) => sum + [inPath, query, body].flatMap(Object.keys).length,
      0,
    );
  }

  private async addProtocol(): Promise<void> {
    const person = await somebody(this.server);
    const client = await addClient(this.server);
    const machine = await addMachine(this.server);
    const { code, verifier } = await obtainCode(this.server, client, person, { scope: 'read:projects' });
    const { body } = await obtainTokens(this.server, client, person);
    for (const secret of [
      client.secret!,
      machine.secret!,
      code,
      verifier,
      body.access_token,
      body.refresh_token,
    ])
      this.secrets.add(secret);
    const asked = Object.fromEntries(PROTOCOL_QUERY.map((name) => [name, '']));
    const authorize = {
      ...{ response_type: 'code', client_id: client.id, redirect_uri: client.redirectUri, state: 'abc' },
      ...{ scope: 'read:projects', code_challenge: newPkce().challenge, code_challenge_method: 'S256' },
      ...asked,
    };
    this.add('GET', '/oauth/authorize', { query: authorize });
    this.add('POST', '/oauth/authorize', { body: authorize });
    const grants: Fields[] = [
      { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri, code_verifier: verifier },
      { grant_type: 'refresh_token', refresh_token: body.refresh_token, scope: 'read:projects' },
      { grant_type: 'password', username: person.email, password: PASSWORD, scope: 'read:projects' },
    ];
    for (const grant of grants)
      this.add('POST', '/oauth/token', { body: { ...grant, ...credentials(client) } });
    const own = { grant_type: 'client_credentials', scope: 'admin:read', resource: this.server.url };
    this.add('POST', '/oauth/token', { body: { ...own, ...credentials(machine) } });
    const hint = { token_type_hint: 'access_token', ...credentials(client) };
    this.add('POST', '/oauth/introspect', { body: { token: body.access_token, ...hint } });
    this.add('POST', '/oauth/revoke', { body: { token: 'art_unknown', ...hint } });
  }

  /** Every route of the reference, with the names that stand there. */
  private async addRoutes(): Promise<void> {
    const owner = await somebody(this.server, 'admin');
    const scopes = [...ALL_SCOPES, ...ACCOUNT_SCOPES];
    const house = await addClient(this.server, { scopes, firstParty: true });
    const human = (await obtainTokens(this.server, house, owner, { scope: scopes.join(' ') })).body
      .access_token;
    // Not a JWT: it outlives every rotation of keys.
    const { bearer } = await withPersonalToken(this.server, owner, scopes);
    const { bearer: doomed } = await withPersonalToken(this.server, owner, ['read:projects']);
    const bearerOf = (path: string) =>
      path.startsWith('/v1/tokens/current') ? doomed! : path.startsWith('/v1/admin/users') ? human : bearer!;
    for (const secret of [human, bearer!, doomed!]) this.secrets.add(secret);
    const document = (await (await fetch(`${this.server.url}/openapi.json`)).json()) as OpenApiDocument;
    for (const [path, methods] of Object.entries(document.paths)) {
      if (!path.startsWith('/v1/')) continue;
      for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
        const named = (place: string) =>
          Object.fromEntries(
            parameters.filter((one) => one['in'] === place).map(({ name }) => [name as string, '1']),
          );
        const headers = { Authorization: `Bearer ${bearerOf(path)}`, ...named('header') };
        const fields = fieldsOf(requestBody);
        this.all.push({
          method: method.toUpperCase(),
          path,
          inPath: named('path'),
          query: named('query'),
          body: fields,
          headers,
        });
      }
    }
  }

  private async addForms(): Promise<void> {
    const person = await somebody(this.server, 'admin');
    const browser: Browser = await browserOf(this.server, person);
    for (const value of browser.cookies.values()) this.secrets.add(value);
    const headers = { Cookie: cookieOf(browser), Origin: this.server.url, Accept: 'text/html' };
    for (const path of FORM_PAGES) {
      for (const { action, fields } of formsOf(await browser.open(path))) {
        const filled = fields.map(({ name, value }) => [name, value || 'x'] as const);
        this.add('POST', action.split('?')[0]!, { body: Object.fromEntries(filled), headers });
      }
    }
    const decision = { decision: 'deny', txn: 'txn_0123456789abcdef', csrf: 'x' };
    this.add('POST', '/oauth/authorize/decision', { body: decision, headers });
    for (const page of ['/login', '/settings/apps', '/settings/tokens', '/admin/clients', '/admin/audit'])
      this.add('GET', page, {
        query: { ui_locales: 'en', q: 'x', cursor: 'x', next: 'x', txn: 'x', done: 'x' },
        headers,
      });
  }

  private add(method: string, path: string, more: Partial<Target>): void {
    this.all.push({ method, path, inPath: {}, query: {}, body: {}, headers: {}, ...more });
  }
}

/** Every field of a body, with the value of the example where there is one. */
function fieldsOf(requestBody: Record<string, unknown> | undefined): Fields {
  const content = requestBody?.['content'] as Record<string, Content> | undefined;
  const { schema, example = {} } = Object.values(content ?? {})[0] ?? {};
  const written = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? 'x'));
  return Object.fromEntries(
    Object.keys(schema?.properties ?? {}).map((name) => [name, written(example[name])]),
  );
}

interface Content {
  schema?: { properties?: object };
  example?: Record<string, unknown>;
}

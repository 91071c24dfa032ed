import { FORM, JSON_TYPE, type RawAnswer, type RawRequest, send } from '../support/raw';
import type { TestServer } from '../support/test-server';
import type { AttackCase, AttackRequest, Fields } from './attack-case';
import type { Cast } from './cast';
import { cookieOf, fillIn, formFor, type Paths } from './placeholders';

/** Where our pages have a form, and what they call its fields, where the cases say it otherwise. */
const OUR_PATHS: [RegExp, string][] = [
  [/^\/settings\/tokens$/, '/settings/tokens/new'],
  [/^\/settings\/apps$/, '/settings/apps/new'],
];
const OUR_FIELDS: Record<string, Record<string, string>> = {
  '/settings/security/password': { current: 'current_password', new: 'new_password' },
  '/settings/tokens/new': { scope: 'scopes' },
};

/** One case at one server: fills in what it leaves open, and sends it byte for byte. */
export class Trial {
  /** What was sent last. */
  sent!: RawRequest;
  /** The parameters in it, before they were written. */
  parameters: [string, string][] = [];

  constructor(
    readonly server: TestServer,
    readonly attack: AttackCase,
    readonly cast: Cast,
    private readonly paths: Paths,
  ) {}

  /** @param changes what is different from the request of the case */
  async send(changes: Partial<AttackRequest> = {}): Promise<RawAnswer> {
    const request = { ...this.attack.request, ...changes };
    if (request.method === undefined || request.path === undefined)
      throw new Error(`${this.attack.id} has no request`);
    this.sent = await this.write(request as AttackRequest);
    return send(this.server, this.sent);
  }

  /** The request again with some fields of its form, or of its query, different; undefined: left out. */
  async with(fields: Record<string, string | undefined>): Promise<RawAnswer> {
    const { form, query } = this.attack.request!;
    const changed = Object.entries({ ...(form ?? query), ...fields });
    const given = Object.fromEntries(
      changed.filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
    return this.send(form ? { form: given } : { query: given });
  }

  /** A request of its own. */
  raw(request: RawRequest): Promise<RawAnswer> {
    return send(this.server, request);
  }

  bearer(path: string, token: string, more: Partial<RawRequest> = {}): Promise<RawAnswer> {
    return this.raw({ path, ...more, headers: { Authorization: `Bearer ${token}`, ...more.headers } });
  }

  fill = (text: string): Promise<string> => fillIn(text, this.cast, this.paths);

  /** Who is signed in while it is sent: null for a stranger, undefined where no browser is involved. */
  private who({ path, method, form }: AttackRequest): string | null | undefined {
    const { needs = [], expected } = this.attack;
    if (/\/(?:token|revoke|introspect)$|^\/(?:v1|\.well-known)/.test(path)) return undefined;
    if (needs.includes('stranger')) return null;
    if (needs.includes('two-users')) return 'bob';
    if (needs.includes('session')) return 'alice';
    // Errors go back to the app when the person is known.
    if (path.startsWith('/oauth/authorize') && expected.error) return 'alice';
    if (path === '/oauth/authorize' && expected.status.join() === '200') return 'alice';
    if (path.startsWith('/settings/apps/') && method === 'GET' && expected.status.join() === '200')
      return 'alice';
    return form ? null : undefined;
  }

  private async write(request: AttackRequest): Promise<RawRequest> {
    const filled = await this.fill(request.path);
    const path = request.method === 'POST' ? ourPath(filled) : filled;
    const headers: Record<string, string> = { Accept: 'application/json' };
    const who = this.who({ ...request, path });
    const shown = who === undefined ? null : await this.shown(request, path, who);
    if (shown?.cookie) Object.assign(headers, { Cookie: shown.cookie });
    if (who !== undefined && request.method === 'POST') headers['Origin'] = this.server.url;
    const query = await this.pairs(request.query ?? {}, path, shown);
    const form = request.form && (await this.pairs(request.form, path, shown));
    // What our form carries beside what the case names, such as what makes it work once.
    const more = form ? Object.entries(shown?.hidden ?? {}) : [];
    form?.push(...more.filter(([name]) => !form.some(([given]) => given === name)));
    this.parameters = [...query, ...(form ?? [])];
    if (form) Object.assign(headers, FORM);
    if (request.json !== undefined) Object.assign(headers, JSON_TYPE);
    if (request.raw !== undefined) Object.assign(headers, FORM);
    await this.authenticate(request.auth ?? 'none', headers, form ?? []);
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name] = await this.fill(value);
    const body = form
      ? encode(form)
      : request.json === undefined
        ? request.raw
        : await this.fill(JSON.stringify(request.json));
    return {
      method: request.method,
      path: query.length > 0 ? `${path}?${encode(query)}` : path,
      headers,
      ...(body !== undefined && { body }),
    };
  }

  /** What a browser was shown before it sends the form: the tokens in it, and its cookies. */
  private async shown(request: AttackRequest, path: string, who: string | null) {
    const asks = JSON.stringify(request.form ?? {}).match(/\$\{(?:\w+\.)?(?:csrf|txn)\}/);
    if (asks) {
      const { hidden, browser } = await formFor(path, who, this.cast);
      return { hidden, cookie: cookieOf(browser) };
    }
    const browser = who === null ? await this.cast.anonymous() : await this.cast.browser(who);
    return { hidden: {}, cookie: cookieOf(browser) };
  }

  private async pairs(
    fields: Fields,
    path: string,
    shown: { hidden: Record<string, string> } | null,
  ): Promise<[string, string][]> {
    const names = OUR_FIELDS[path] ?? {};
    const pairs: [string, string][] = [];
    for (const [name, values] of Object.entries(fields)) {
      for (const value of [values].flat()) {
        const hidden = /^\$\{(?:\w+\.)?(csrf|txn)\}$/.exec(value)?.[1];
        const written = hidden && shown ? (shown.hidden[hidden] ?? '') : await this.fill(value);
        pairs.push([names[name] ?? name, written]);
      }
    }
    return pairs;
  }

  private async authenticate(auth: string, headers: Record<string, string>, form: [string, string][]) {
    const [method, name, ...rest] = auth.split(':') as [string, string?, ...string[]];
    if (method === 'none') return;
    if (method === 'raw') return void (headers['Authorization'] = await this.fill(auth.slice(4)));
    const { id, secret } = await this.cast.client(name!);
    const given = rest.length > 0 ? await this.fill(rest.join(':')) : (secret ?? '');
    if (method === 'post') return void form.push(['client_id', id], ['client_secret', given]);
    headers['Authorization'] = basic(id, given);
  }
}

/** HTTP Basic as RFC 6749 §2.3.1 wants it: both parts form-encoded first. */
export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeOne(id)}:${encodeOne(secret)}`).toString('base64')}`;

const encodeOne = (text: string): string => new URLSearchParams({ a: text }).toString().slice(2);
const encode = (pairs: [string, string][]): string =>
  pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');

const ourPath = (path: string): string =>
  OUR_PATHS.reduce((found, [theirs, ours]) => found.replace(theirs, ours), path);

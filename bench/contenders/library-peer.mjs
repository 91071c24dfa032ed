import { randomBytes } from 'node:crypto';
import * as facts from '../harness/facts.mjs';
import { get, many, post, requireToken } from '../harness/http.mjs';
import { cycle, flow, rotate } from '../harness/material.mjs';

const DAY_MS = 86_400_000;

/** A library that brings the protocol and leaves people, sessions and consents to whoever uses it. */
export class LibraryPeer {
  constructor({ name, label, server, schema, tables, counted }) {
    Object.assign(this, { name, label, server, schema, tables, counted });
    this.path = '/ready';
    this.store = 'mariadb';
  }

  async prepare({ database, keysFile }) {
    this.env = { NODE_ENV: 'production', KEYS_FILE: keysFile, DB_URL: await database.create(this.schema) };
    await database.query(this.tables, this.schema);
    this.sessions = Array.from({ length: facts.PEOPLE }, () => randomBytes(32).toString('base64url'));
    for (const [index, session] of this.sessions.entries()) {
      const person = facts.personName(index);
      const until = Date.now() + DAY_MS;
      await database.query('INSERT INTO sessions VALUES (?, ?, ?)', this.schema, [
        facts.sha256(session),
        person,
        until,
      ]);
      await database.query('INSERT INTO consents VALUES (?, ?)', this.schema, [person, facts.APP.id]);
    }
  }

  get command() {
    return { args: [this.server], env: this.env, path: this.path };
  }

  clientCredentials(client = facts.MACHINE) {
    const form = { grant_type: 'client_credentials', scope: facts.SCOPE, ...facts.credentials(client) };
    return cycle([{ method: 'POST', path: '/token', form }]);
  }

  opaqueClientCredentials() {
    return this.clientCredentials(facts.OPAQUE_MACHINE);
  }

  async token(url, client) {
    const form = { grant_type: 'client_credentials', scope: facts.SCOPE, ...facts.credentials(client) };
    return requireToken(await post(`${url}/token`, form), this.label).access_token;
  }

  async introspection(url, count) {
    const tokens = await many(count, () => this.token(url, facts.OPAQUE_MACHINE));
    return cycle(
      tokens.map((token) => ({
        method: 'POST',
        path: '/token/introspect',
        form: { token, ...facts.credentials(facts.API) },
      })),
    );
  }

  isActive(url, token) {
    return post(`${url}/token/introspect`, { token, ...facts.credentials(facts.API) }).then(
      ({ body }) => body.active,
    );
  }

  async revoke(url, token, client) {
    await post(`${url}/token/revoke`, { token, ...facts.credentials(client) });
  }

  async code(url, index) {
    const session = this.sessions[index % this.sessions.length];
    const answer = await get(`${url}/authorize?${facts.authorizeQuery()}`, { Cookie: `session=${session}` });
    const code = new URL(answer.headers.get('location') ?? 'x:').searchParams.get('code');
    if (!code) throw new Error(`${this.label} gave no code: ${answer.status} ${JSON.stringify(answer.body)}`);
    return code;
  }

  async refreshing(url, count) {
    const tokens = await many(
      count,
      async (index) => (await this.redeem(url, await this.code(url, index))).refresh_token,
    );
    const form = { grant_type: 'refresh_token', ...facts.credentials(facts.APP) };
    return rotate({ path: '/token', form, tokens });
  }

  async redeem(url, code) {
    const form = { ...facts.codeForm, ...facts.credentials(facts.APP), code };
    return requireToken(await post(`${url}/token`, form), this.label);
  }

  refresh(url, token) {
    const form = { grant_type: 'refresh_token', ...facts.credentials(facts.APP), refresh_token: token };
    return post(`${url}/token`, form);
  }

  async flows() {
    return flow({
      authorize: `/authorize?${facts.authorizeQuery()}`,
      path: '/token',
      form: { ...facts.codeForm, ...facts.credentials(facts.APP) },
      cookies: this.sessions.map((session) => `session=${session}`),
    });
  }

  async rows(database) {
    const counts = {};
    for (const table of this.counted) {
      const [row] = await database.query(`SELECT COUNT(*) AS n FROM ${table}`, this.schema);
      counts[table] = Number(row.n);
    }
    return counts;
  }
}

import { fileURLToPath } from 'node:url';
import * as facts from '../harness/facts.mjs';
import { many, post, requireToken } from '../harness/http.mjs';
import { cycle, flow, rotate } from '../harness/material.mjs';

const SERVER = fileURLToPath(new URL('../peers/oidc-provider.mjs', import.meta.url));

// The id of a session stands beside its row, because it is found by uid too.
const TABLES = `
  CREATE TABLE models (
    hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    model VARCHAR(40) NOT NULL,
    payload TEXT NOT NULL,
    uid VARCHAR(64) NULL,
    session_id VARCHAR(64) NULL,
    grant_id VARCHAR(64) NULL,
    consumed_at BIGINT NULL,
    expires_at BIGINT NULL,
    KEY by_uid (uid),
    KEY by_grant (grant_id),
    KEY by_end (expires_at)
  )`;

/** oidc-provider, with an adapter on MariaDB or all in memory. */
export class OidcProvider {
  constructor(store) {
    this.store = store;
    this.name = `oidc-provider-${store}`;
    this.label = store === 'memory' ? 'oidc-provider in memory' : 'oidc-provider + MariaDB';
    this.path = '/.well-known/openid-configuration';
  }

  async prepare({ database, keysFile }) {
    this.env = { NODE_ENV: 'production', KEYS_FILE: keysFile };
    if (this.store === 'memory') return;
    this.env.DB_URL = await database.create('oidc_provider');
    await database.query(TABLES, 'oidc_provider');
  }

  get command() {
    return { args: [SERVER], env: this.env, path: this.path };
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
        path: '/token/introspection',
        form: { token, ...facts.credentials(facts.API) },
      })),
    );
  }

  isActive(url, token) {
    const form = { token, ...facts.credentials(facts.API) };
    return post(`${url}/token/introspection`, form).then(({ body }) => body.active);
  }

  async revoke(url, token, client) {
    await post(`${url}/token/revocation`, { token, ...facts.credentials(client) });
  }

  async signedIn(url, count = facts.PEOPLE) {
    return many(count, (index) => signIn(url, facts.personName(index)), 4);
  }

  async refreshing(url, count) {
    const cookies = await this.signedIn(url, 8);
    const tokens = await many(count, async (index) => {
      const { code } = await follow(url, `/auth?${facts.authorizeQuery()}`, cookies[index % cookies.length]);
      return (await this.redeem(url, code)).refresh_token;
    });
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

  async flows(url) {
    const jars = await this.signedIn(url);
    return flow({
      authorize: `/auth?${facts.authorizeQuery()}`,
      path: '/token',
      form: { ...facts.codeForm, ...facts.credentials(facts.APP) },
      cookies: jars.map(cookieOf),
    });
  }

  async rows(database) {
    if (this.store === 'memory') return null;
    const [row] = await database.query('SELECT COUNT(*) AS n FROM models', 'oidc_provider');
    return { models: Number(row.n) };
  }
}

const cookieOf = (jar) => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

/** Once through sign-in and consent, with a browser that the server remembers from then on. */
async function signIn(url, person) {
  const jar = new Map();
  await follow(url, `/auth?${facts.authorizeQuery()}`, jar, person);
  return jar;
}

/** Follows redirects up to the app. */
async function follow(url, path, jar, person) {
  let next = path;
  for (let hops = 0; hops < 12; hops++) {
    const headers = { ...(jar.size > 0 && { Cookie: cookieOf(jar) }), ...(person && { 'x-person': person }) };
    const answer = await fetch(url + next, { redirect: 'manual', headers });
    const text = await answer.text();
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`oidc-provider does not go on: ${answer.status} ${text.slice(0, 300)}`);
    const target = new URL(location, url);
    if (target.href.startsWith(facts.REDIRECT_URI)) {
      const code = target.searchParams.get('code');
      if (!code) throw new Error(`oidc-provider sent back ${target.search}`);
      return { code };
    }
    next = target.pathname + target.search;
  }
  throw new Error('oidc-provider redirects without an end');
}

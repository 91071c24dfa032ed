import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as facts from '../harness/facts.mjs';
import { many, post, requireToken } from '../harness/http.mjs';
import { cycle, flow, rotate } from '../harness/material.mjs';
import { Visitor } from './grantor-visitor.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SEED = fileURLToPath(new URL('./grantor-seed.cjs', import.meta.url));
const GUARDED = fileURLToPath(new URL('./grantor-guarded.cjs', import.meta.url));

const COOKIE_SECRET = randomBytes(32).toString('base64');
const KEY_ENCRYPTION_SECRET = randomBytes(32).toString('base64');

/** How many clients share the tokens of f: the REST API bounds the requests of each by itself. */
const MACHINES = 50;

/** A database of Grantor with apps, people and tokens in it, made once a run. */
export class GrantorHome {
  constructor(store) {
    this.store = store;
    this.visitors = [];
  }

  prepare(context) {
    this.prepared ??= this.seed(context);
    return this.prepared;
  }

  async seed({ database, folder, keysFile }) {
    const isFile = this.store === 'sqlite';
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, `grantor.sqlite${end}`), { force: true });
    this.env = {
      NODE_ENV: 'production',
      ISSUER: facts.ISSUER,
      DB_URL: isFile ? `sqlite:${join(folder, 'grantor.sqlite')}` : await database.create('grantor'),
      DB_MIGRATE: 'auto',
      COOKIE_SECRET,
      KEY_ENCRYPTION_SECRET,
      SIGNING_KEYS_FILE: keysFile,
      // The loads of f send a thousand tokens millions of requests: the counting stays, the refusing would end the run.
      API_RATE_LIMIT: '1000000',
      PAT_MAX_PER_USER: '10000',
    };
    const seed = spawnSync(process.execPath, [SEED, String(MACHINES)], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...this.env },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (seed.status !== 0) throw new Error(`Grantor could not be prepared:\n${seed.stderr}${seed.stdout}`);
    Object.assign(this, JSON.parse(seed.stdout));
  }
}

/** Grantor as it is started for real, with everything on that is on by default. */
export class Grantor {
  /** @param {GrantorHome} home @param {{ name: string, label: string, env?: Record<string, string>, guarded?: boolean }} options */
  constructor(home, { name, label, env = {}, guarded = false }) {
    Object.assign(this, { home, name, label, guarded, extra: env, store: home.store });
  }

  prepare(context) {
    return this.home.prepare(context);
  }

  get command() {
    return {
      args: [this.guarded ? GUARDED : join(ROOT, 'dist', 'main.js')],
      env: { ...this.home.env, ...this.extra },
      path: '/health/ready',
      cwd: ROOT,
    };
  }

  clientCredentials(client = facts.MACHINE) {
    const form = { grant_type: 'client_credentials', scope: facts.SCOPE, ...facts.credentials(client) };
    return cycle([{ method: 'POST', path: '/oauth/token', form }]);
  }

  opaqueClientCredentials() {
    return this.clientCredentials(facts.OPAQUE_MACHINE);
  }

  async token(url, client) {
    const form = { grant_type: 'client_credentials', scope: facts.SCOPE, ...facts.credentials(client) };
    return requireToken(await post(`${url}/oauth/token`, form), this.label).access_token;
  }

  async introspection(url, count) {
    const tokens = await many(count, () => this.token(url, facts.OPAQUE_MACHINE));
    return cycle(
      tokens.map((token) => ({
        method: 'POST',
        path: '/oauth/introspect',
        form: { token, ...facts.credentials(facts.API) },
      })),
    );
  }

  isActive(url, token) {
    return post(`${url}/oauth/introspect`, { token, ...facts.credentials(facts.API) }).then(
      ({ body }) => body.active,
    );
  }

  async revoke(url, token, client) {
    const { status } = await post(`${url}/oauth/revoke`, { token, ...facts.credentials(client) });
    if (status !== 200) throw new Error(`Grantor answered a revocation with ${status}`);
  }

  /** Signs people in once a run: sessions outlive the process that began them. */
  async signedIn(url, count = facts.PEOPLE) {
    const { visitors } = this.home;
    const missing = Array.from(
      { length: Math.max(0, count - visitors.length) },
      (_, index) => visitors.length + index,
    );
    for (const index of missing)
      visitors.push(await Visitor.signIn(url, facts.emailOf(index), this.home.password));
    for (const visitor of visitors) visitor.url = url;
    return visitors.slice(0, count);
  }

  async refreshing(url, count) {
    const visitors = await this.signedIn(url, 8);
    const tokens = await many(count, async (index) => {
      const code = await visitors[index % visitors.length].code();
      return (await this.redeem(url, code)).refresh_token;
    });
    const form = { grant_type: 'refresh_token', ...facts.credentials(facts.APP) };
    return rotate({ path: '/oauth/token', form, tokens });
  }

  async freshCode(url) {
    const [visitor] = await this.signedIn(url, 1);
    return visitor.code();
  }

  present(url, code) {
    return post(`${url}/oauth/token`, { ...facts.codeForm, ...facts.credentials(facts.APP), code });
  }

  async redeem(url, code) {
    return requireToken(await this.present(url, code), this.label);
  }

  refresh(url, token) {
    const form = { grant_type: 'refresh_token', ...facts.credentials(facts.APP), refresh_token: token };
    return post(`${url}/oauth/token`, form);
  }

  async flows(url) {
    const visitors = await this.signedIn(url);
    await many(visitors.length, async (index) => this.redeem(url, await visitors[index].code()));
    return flow({
      authorize: `/oauth/authorize?${facts.authorizeQuery()}`,
      path: '/oauth/token',
      form: { ...facts.codeForm, ...facts.credentials(facts.APP) },
      cookies: visitors.map((visitor) => visitor.cookie),
    });
  }

  /** JWTs of many clients, as the server itself has issued them. */
  async jwts(url, count) {
    return many(count, (index) => this.token(url, this.machine(index)));
  }

  async opaques(url, count) {
    return many(count, (index) => this.token(url, this.machine(index, 'opaque')));
  }

  machine(index, kind = 'jwt') {
    return this.home.machines[kind][index % MACHINES];
  }

  guardedBy(tokens) {
    return tokens.map((token) => ({
      method: 'GET',
      path: '/v1/bench',
      headers: { Authorization: `Bearer ${token}` },
    }));
  }

  /** Rows that issuing leaves behind. */
  async rows(database) {
    if (this.store === 'sqlite') return null;
    const tables = ['grantor_authorizations', 'grantor_refresh_tokens', 'grantor_access_tokens'];
    const counts = {};
    for (const table of tables) {
      const [row] = await database.query(`SELECT COUNT(*) AS n FROM ${table}`, 'grantor');
      counts[table] = Number(row.n);
    }
    return counts;
  }
}

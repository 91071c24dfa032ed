import { fileURLToPath } from 'node:url';
import * as facts from '../harness/facts.mjs';

const server = (name) => fileURLToPath(new URL(`../peers/${name}.mjs`, import.meta.url));

const TOKEN_TABLE = `
  CREATE TABLE tokens (
    hash VARCHAR(43) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY,
    user_id VARCHAR(64) NOT NULL,
    scopes VARCHAR(255) NOT NULL,
    expires_at BIGINT NOT NULL
  )`;

/** Something that protects a route and issues no tokens itself. */
class GuardPeer {
  constructor(name, label, path) {
    Object.assign(this, { name, label, path, store: 'none' });
  }

  async prepare({ keysFile, jwksUri }) {
    this.env = { NODE_ENV: 'production', KEYS_FILE: keysFile, JWKS_URI: jwksUri };
  }

  get command() {
    return { args: [server(this.name)], env: this.env, path: this.path };
  }

  guardedBy(tokens) {
    return tokens.map((token) => ({
      method: 'GET',
      path: '/v1/bench',
      headers: { Authorization: `Bearer ${token}` },
    }));
  }
}

export class ExpressJwt extends GuardPeer {
  constructor() {
    super('express-jwt', 'express-oauth2-jwt-bearer', '/ready');
  }
}

export class NestPassportJwt extends GuardPeer {
  constructor() {
    super('nest-passport-jwt', 'Nest passport-jwt', '/v1/bench');
  }
}

export class NestHello extends GuardPeer {
  constructor() {
    super('nest-hello', 'Nest-Fastify hello, no guard', '/v1/bench');
  }
}

/** passport-http-bearer with the tokens of the run in a table of its own. */
export class NestPassportBearer extends GuardPeer {
  constructor() {
    super('nest-passport-bearer', 'passport-http-bearer + TypeORM', '/v1/bench');
    this.store = 'mariadb';
  }

  async prepare(context) {
    await super.prepare(context);
    this.database = context.database;
    this.env.DB_URL = await context.database.create('passport_bearer');
    await context.database.query(TOKEN_TABLE, 'passport_bearer');
  }

  /** It knows tokens that others have issued: what counts is how it looks them up. */
  async learn(tokens) {
    const until = Date.now() + 86_400_000;
    const rows = tokens.map((token) => [facts.sha256(token), 'bench-user', facts.SCOPE, until]);
    await this.database.query('INSERT IGNORE INTO tokens VALUES ?', 'passport_bearer', [rows]);
  }
}

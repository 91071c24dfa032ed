import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import mysql from 'mysql2/promise';
import * as facts from '../harness/facts.mjs';

const signBytes = promisify(sign);
const verifyBytes = promisify(verify);

export const PORT = Number(process.env.PORT);

/** As many connections as Grantor opens by default. */
export const pool = () =>
  mysql.createPool({
    uri: process.env.DB_URL,
    connectionLimit: 10,
    maxIdle: 10,
    supportBigNumbers: true,
  });

/** The key set that every contender signs with. */
export const keys = () => JSON.parse(readFileSync(process.env.KEYS_FILE, 'utf8')).keys;

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs and verifies by a key object, off the event loop: the fastest that Node offers to every library alike. */
export class Signer {
  constructor([jwk] = keys()) {
    this.privateKey = createPrivateKey({ format: 'jwk', key: jwk });
    this.publicKey = createPublicKey(this.privateKey);
    this.head = part({ alg: facts.ALG, typ: 'at+jwt', kid: jwk.kid });
  }

  async sign(claims) {
    const input = `${this.head}.${part(claims)}`;
    return `${input}.${(await signBytes('RSA-SHA256', Buffer.from(input), this.privateKey)).toString('base64url')}`;
  }

  async verify(token) {
    const [head, claims, signature] = token.split('.');
    const good = await verifyBytes(
      'RSA-SHA256',
      Buffer.from(`${head}.${claims}`),
      this.publicKey,
      Buffer.from(signature ?? '', 'base64url'),
    );
    if (!good) throw new Error('invalid signature');
    return this.decode(token);
  }

  decode(token) {
    return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
  }
}

/** The apps of the run, by id: kept in memory, which is as fast as can be. */
export const clients = new Map(
  [facts.MACHINE, facts.OPAQUE_MACHINE, facts.API, facts.APP].map((client) => [
    client.id,
    { ...client, secretHash: facts.sha256(client.secret) },
  ]),
);

/** Who is signed in in a browser and has allowed the app, in one indexed read. */
export async function personOf(connections, cookie) {
  const [, value] = /(?:^|;\s*)session=([^;]+)/.exec(cookie ?? '') ?? [];
  if (!value) return null;
  const [rows] = await connections.execute(
    'SELECT s.user_id AS id FROM sessions s JOIN consents c ON c.user_id = s.user_id AND c.client_id = ? WHERE s.hash = ? AND s.expires_at > ?',
    [facts.APP.id, facts.sha256(value), Date.now()],
  );
  return rows[0] ?? null;
}

/** Sessions and consents of the run, for libraries that leave both to their user. */
export const SESSION_TABLES = `
  CREATE TABLE sessions (hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, user_id VARCHAR(64) NOT NULL, expires_at BIGINT NOT NULL);
  CREATE TABLE consents (user_id VARCHAR(64) NOT NULL, client_id VARCHAR(64) NOT NULL, PRIMARY KEY (user_id, client_id));
`;

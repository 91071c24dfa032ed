import { fileURLToPath } from 'node:url';
import { SESSION_TABLES } from '../peers/common.mjs';
import { LibraryPeer } from './library-peer.mjs';

const TABLES = `${SESSION_TABLES}
  CREATE TABLE tokens (
    jti CHAR(43) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    refresh_hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NULL UNIQUE,
    client_id VARCHAR(64) NOT NULL,
    user_id VARCHAR(64) NULL,
    scopes VARCHAR(255) NOT NULL,
    access_expires_at BIGINT NOT NULL,
    refresh_expires_at BIGINT NULL,
    revoked TINYINT NOT NULL DEFAULT 0,
    KEY by_end (access_expires_at)
  );
  CREATE TABLE codes (
    hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    client_id VARCHAR(64) NOT NULL,
    user_id VARCHAR(64) NOT NULL,
    scopes VARCHAR(255) NOT NULL,
    redirect_uri VARCHAR(255) NOT NULL,
    code_challenge CHAR(43) NOT NULL,
    expires_at BIGINT NOT NULL,
    used TINYINT NOT NULL DEFAULT 0
  );`;

/** @jmondi/oauth2-server on Fastify. */
export class Jmondi extends LibraryPeer {
  constructor() {
    super({
      name: 'jmondi',
      label: '@jmondi/oauth2-server',
      server: fileURLToPath(new URL('../peers/jmondi.mjs', import.meta.url)),
      schema: 'jmondi',
      tables: TABLES,
      counted: ['tokens', 'codes'],
    });
  }
}

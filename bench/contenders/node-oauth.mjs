import { fileURLToPath } from 'node:url';
import { SESSION_TABLES } from '../peers/common.mjs';
import { LibraryPeer } from './library-peer.mjs';

const TABLES = `${SESSION_TABLES}
  CREATE TABLE tokens (
    access_hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    refresh_hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NULL UNIQUE,
    client_id VARCHAR(64) NOT NULL,
    user_id VARCHAR(64) NOT NULL,
    scopes VARCHAR(255) NOT NULL,
    access_expires_at BIGINT NOT NULL,
    refresh_expires_at BIGINT NULL,
    KEY by_end (access_expires_at)
  );
  CREATE TABLE codes (
    hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
    client_id VARCHAR(64) NOT NULL,
    user_id VARCHAR(64) NOT NULL,
    scopes VARCHAR(255) NOT NULL,
    redirect_uri VARCHAR(255) NOT NULL,
    code_challenge CHAR(43) NOT NULL,
    expires_at BIGINT NOT NULL
  );`;

/** @node-oauth/oauth2-server on Express. */
export class NodeOAuth extends LibraryPeer {
  constructor() {
    super({
      name: 'node-oauth',
      label: '@node-oauth/oauth2-server (Express)',
      server: fileURLToPath(new URL('../peers/node-oauth.mjs', import.meta.url)),
      schema: 'node_oauth',
      tables: TABLES,
      counted: ['tokens', 'codes'],
    });
  }
}

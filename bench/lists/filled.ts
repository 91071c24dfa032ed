import { clientRef } from '../../src/clients/domain/client';
import { SECURITY_EVENT_TYPES } from '../../src/shared/domain/security-events';
import { addClient, obtainTokens, type TestClient, type TestPerson } from '../../test/support/oauth';
import { somebody } from '../../test/support/people';
import type { TestServer } from '../../test/support/test-server';
import { copyRow, hashOf, numbered } from './copies';

export const USERS = 100_000;
export const CLIENTS = 10_000;
export const EVENTS = 1_000_000;
export const TOKENS = 100_000;

/** Whose and what the lists are asked for: the same on the almost empty server and on the full one. */
export interface Sample {
  person: TestPerson;
  client: TestClient;
}

/** An almost empty server: a person, an app, and what they did. */
export async function sampleOf(server: TestServer): Promise<Sample> {
  const person = await somebody(server);
  const client = await addClient(server, { ownerId: person.user.id, accessTokenFormat: 'opaque' });
  await obtainTokens(server, client, person);
  return { person, client };
}

/** What a large company has many of, and which of its lists are about it. */
export const FILLS: { lists: RegExp; fill: (server: TestServer, sample: Sample) => Promise<void> }[] = [
  { lists: /admin\/(?:users|tokens|authorizations|sessions)/, fill: fillPeople },
  { lists: /admin\/clients/, fill: fillClients },
  { lists: /admin\/audit-events/, fill: fillEvents },
  { lists: /admin\/(?:tokens|authorizations)/, fill: (server, { client }) => copyTokens(server, client) },
];

const since = (span: number) => `${Date.now()} - seq * ${span}`;

async function fillPeople(server: TestServer, { person }: Sample): Promise<void> {
  await copyRow(server, 'grantor_users', `id = '${person.user.id}'`, USERS, {
    id: numbered('user_copy0000', 7),
    email: `CONCAT(${numbered('person')}, '@example.com')`,
    email_folded: `CONCAT(${numbered('person')}, '@example.com')`,
    name: numbered('Somebody '),
    name_folded: numbered('somebody '),
    created_at: since(60_000),
  });
}

async function fillClients(server: TestServer, { client }: Sample): Promise<void> {
  await copyRow(server, 'grantor_clients', `ref = '${clientRef(client.id)}'`, CLIENTS, {
    id: numbered('app_copy00000'),
    ref: hashOf(numbered('app_copy00000')),
    id_folded: numbered('app_copy00000'),
    name: numbered('App '),
    name_folded: numbered('app '),
    owner_id: 'NULL',
    created_at: since(600_000),
  });
}

async function fillEvents(server: TestServer): Promise<void> {
  const now = Date.now();
  const types = SECURITY_EVENT_TYPES.map((type) => `'${type}'`).join(', ');
  await copyRow(server, 'grantor_audit_events', '1 = 1', EVENTS, {
    // The newest events are those of the sample: copies are older, over a month.
    id: `CONCAT('evt_', LPAD(${EVENTS} - seq, 16, '0'))`,
    at: `${now} - 1000 - seq * 2600`,
    type: `ELT(1 + seq % ${SECURITY_EVENT_TYPES.length}, ${types})`,
    outcome: `IF(seq % 10 = 0, 'failure', 'success')`,
    actor_hash: hashOf(`CONCAT('user_', seq % ${USERS})`),
    client_hash: hashOf(`CONCAT('app_', seq % ${CLIENTS})`),
    user_id: `CONCAT('user_', seq % ${USERS})`,
    request_id: `CONCAT('request_', seq)`,
    ip: `CONCAT('192.0.2.', seq % 256)`,
  });
}

/** Somebody else's for each copy: the act of granting, its refresh token, and where it is stored the access token. */
export async function copyTokens(server: TestServer, client: TestClient, mark = 'a'): Promise<void> {
  const ref = clientRef(client.id);
  const authorization = numbered(`auth_copy${mark}0000`);
  const own = { user_id: numbered('user_copy0000', 7), created_at: `${Date.now()} - seq * 1000` };
  await copyRow(server, 'grantor_authorizations', `client_ref = '${ref}' AND standing_for IS NULL`, TOKENS, {
    ...own,
    id: authorization,
  });
  await copyRow(server, 'grantor_refresh_tokens', `client_ref = '${ref}'`, TOKENS, {
    ...own,
    family_hash: hashOf(authorization),
    authorization_id: authorization,
  });
  const isStored = `authorization_id IN (SELECT id FROM grantor_authorizations WHERE client_ref = '${ref}')`;
  const stored = {
    hash: hashOf(authorization),
    authorization_id: authorization,
    jti: `CONCAT(${authorization}, '.0.', LPAD(seq, 16, '0'))`,
    issued_at: own.created_at,
  };
  await copyRow(server, 'grantor_access_tokens', isStored, TOKENS, { ...own, ...stored });
}

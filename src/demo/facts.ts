import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Settings } from '../config/settings';
import { Database } from '../database/database';
import { KeyRing } from '../keys/application/key-ring';
import { OrganizationNumbers } from '../organization/application/organization-numbers';
import { DEMO_PKCE, DEMO_SPA, exchangeCommand, PLAYGROUND_CALLBACK } from '../playground/round-trip';
import { ScopeCatalogue } from '../scopes/application/scope-catalogue';
import { rfc3339 } from '../shared/http/rfc3339';
import { APPS, PEOPLE } from './cast';
import { databasePath } from './demo-settings';
import { countMigrations } from './infrastructure/demo-database';
import type { Services } from './seed';

/** Everything that the demo says about itself; `--json` prints it as it is. */
export type DemoFacts = Awaited<ReturnType<typeof gatherFacts>>;

/** Asks the database what there is. */
export async function gatherFacts(services: Services, firstStart: boolean) {
  const settings = services.get(Settings);
  const { users, clients, projects } = await services.get(OrganizationNumbers).count();
  return {
    name: 'Grantor',
    version: readVersion(),
    mode: settings.mode,
    first_start: firstStart,
    issuer: settings.issuer,
    port: settings.port,
    database: { path: databasePath(settings), migrations: await countMigrations(services.get(Database)) },
    key: await activeKey(services),
    data: { people: users, apps: clients, scopes: services.get(ScopeCatalogue).names().length, projects },
    links: {
      start: settings.url('/'),
      playground: settings.playground ? settings.url('/playground') : null,
      mail: settings.smtpUrl === null ? settings.url('/dev/mail') : null,
      apps: settings.url('/settings/apps'),
      admin: settings.url('/admin'),
      docs: settings.docs ? settings.url('/docs') : null,
      discovery: settings.url('/.well-known/oauth-authorization-server'),
      keys: settings.url('/.well-known/jwks.json'),
    },
    people: PEOPLE.map(({ email, name, password, role, status }) => ({
      email,
      name,
      password,
      role,
      status,
    })),
    apps: APPS.map(({ clientId, fixedSecret, type, scopes, redirectUris, usesPlayground, note }) => ({
      client_id: clientId,
      client_secret: fixedSecret,
      type,
      scopes,
      redirect_uri: usesPlayground ? settings.url(PLAYGROUND_CALLBACK) : (redirectUris?.[0] ?? null),
      note,
    })),
    paste: pasteBlock(settings),
    sign_in: {
      url: signInLink(settings),
      code_verifier: DEMO_PKCE.verifier,
      exchange: exchangeCommand(settings),
    },
  };
}

/** Null where SIGNING_KEYS_FILE replaces the stored keys. */
async function activeKey(services: Services) {
  const { signingAlg, signingKeysFile } = services.get(Settings);
  if (signingKeysFile !== null) return null;
  const keys = await services.get(KeyRing).list();
  const key = keys.find(({ alg, status }) => alg === signingAlg && status === 'active');
  return key ? { alg: key.alg, kid: key.kid, created_at: rfc3339(key.createdAt) } : null;
}

/** A machine's token, and what it opens. */
function pasteBlock(settings: Settings): string {
  const machine = APPS.find(({ type }) => type === 'm2m')!;
  const bare = (url: string) => url.replace(/^http:\/\//, '');
  return [
    `TOKEN=$(curl -s ${bare(settings.oauthUrl('token'))} -u ${machine.clientId}:${machine.fixedSecret} \\`,
    `  -d grant_type=client_credentials -d scope=admin:read \\`,
    `  | node -pe 'JSON.parse(require("fs").readFileSync(0)).access_token')`,
    `curl -s ${bare(settings.url('/v1/organization'))} -H "Authorization: Bearer $TOKEN"`,
  ].join('\n');
}

/** A whole authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3), ready for a browser. */
function signInLink(settings: Settings): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: DEMO_SPA,
    redirect_uri: settings.url(PLAYGROUND_CALLBACK),
    scope: 'read:profile read:email read:projects',
    state: 'demo',
    code_challenge: DEMO_PKCE.challenge,
    code_challenge_method: 'S256',
    login_hint: PEOPLE[0]!.email,
  });
  return `${settings.oauthUrl('authorize')}?${query.toString()}`;
}

function readVersion(): string {
  const manifest = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

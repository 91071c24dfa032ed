import { Browser } from '../../support/browser';
import { addClient, addMachine, addPerson, allow, authorizePath, type TestClient } from '../../support/oauth';
import { startServer, type TestDatabase, type TestServer } from '../../support/test-server';
import type { Ledger } from '../ledger/ledger';

/** An app with which a person has a signed-in browser; codes come without a question from now on. */
export interface Visitor {
  client: TestClient;
  grace: boolean;
  /** The Cookie header of the browser: what the person's session is known by. */
  session: string;
  scope: string;
}

/** Everybody who takes part in the load. */
export interface Cast {
  visitors: Visitor[];
  machines: { client: TestClient; jwt: boolean }[];
}

const PEOPLE = 4;
const SCOPE = 'read:projects write:projects';
/** Of an app of the house: its tokens can make personal ones. */
const HOUSE_SCOPE = `${SCOPE} manage:tokens`;

/** What every server of a test is started with: one address, quotas that are not what the test is about. */
export const LOAD_ENV = {
  API_RATE_LIMIT: '0',
  PAT_MAX_PER_USER: '10000',
  // A few people sign in thousands of times: who is over the bound would lose the oldest, and the ledger knows of none.
  LIMIT_REFRESH_TOKENS: '100000',
  ACCESS_TOKEN_TTL: '1h',
};

/** Makes people and apps through the real services, signs everybody in and lets them allow their app once. */
export async function prepareCast(
  database: TestDatabase,
  port: number,
  env: Record<string, string> = {},
): Promise<Cast> {
  const server = await startServer({ database, port, env: { ...LOAD_ENV, ...env } });
  try {
    return await castOf(server);
  } finally {
    await server.close();
  }
}

/** The same with a server that runs already. */
export async function castOf(server: TestServer): Promise<Cast> {
  const apps = [
    { client: await addClient(server), grace: false, scope: SCOPE },
    {
      client: await addClient(server, {
        name: 'Flaky network',
        refreshGrace: 30,
        accessTokenFormat: 'opaque',
      }),
      ...{ grace: true, scope: SCOPE },
    },
    {
      client: await addClient(server, { name: 'House', firstParty: true, scopes: HOUSE_SCOPE.split(' ') }),
      ...{ grace: false, scope: HOUSE_SCOPE },
    },
  ];
  const visitors: Visitor[] = [];
  for (let index = 0; index < PEOPLE; index++) {
    const { email } = await addPerson(server, `Visitor ${index}`);
    const app = apps[index % apps.length]!;
    const browser = new Browser(server.url);
    await allow(browser, authorizePath(app.client, { scope: app.scope }), email);
    const session = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    visitors.push({ ...app, session });
  }
  const scopes = ['read:projects'];
  return {
    visitors,
    machines: [
      { client: await addMachine(server, { scopes }), jwt: true },
      { client: await addMachine(server, { scopes, accessTokenFormat: 'opaque' }), jwt: false },
    ],
  };
}

/** What was given before the load began stands in the ledger like everything else. */
export function enter(cast: Cast, ledger: Ledger): void {
  for (const { session } of cast.visitors) {
    const n = ledger.intend({ act: 'sign in', on: null });
    ledger.answer(n, { status: 200, gave: [{ kind: 'session', secret: session, expiresIn: 12 * 3600 }] });
  }
}

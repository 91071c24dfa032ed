import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { passportJwtSecret } from 'jwks-rsa';
import { Passport } from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { KeyRing } from '../../src/keys/application/key-ring';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { addMachine, type TestClient, token } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { listen, type ListeningApp } from './listen';

const AUDIENCE = 'https://api.example.com';

let server: TestServer;
let machine: TestClient;

beforeAll(async () => {
  server = await startServer({ env: { ACCESS_TOKEN_AUDIENCE: AUDIENCE } });
  machine = await addMachine(server, { scopes: ['read:projects', 'write:projects'] });
});

afterAll(() => server.close());

async function issue(more: Record<string, string> = {}): Promise<string> {
  const form = { grant_type: 'client_credentials', scope: 'read:projects', ...more };
  return (await token(server, machine, form)).body.access_token;
}

/** Issued two hours ago. */
async function issueExpired(): Promise<string> {
  server.advance(-7200);
  try {
    return await issue();
  } finally {
    server.advance(7200);
  }
}

const issueForOtherApi = () => issue({ resource: server.url });

function tampered(jwt: string): string {
  const [header, payload, signature] = jwt.split('.') as [string, string, string];
  return [header, payload, [...signature].reverse().join('')].join('.');
}

describe('jose createRemoteJWKSet and jwtVerify (RFC 9068 §4)', () => {
  const verify = (jwt: string) =>
    jwtVerify(jwt, createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`)), {
      typ: 'at+jwt',
      issuer: server.url,
      audience: AUDIENCE,
    });

  it('takes our token', async () => {
    const { payload, protectedHeader } = await verify(await issue());
    expect(payload).toMatchObject({ sub: machine.id, client_id: machine.id, scope: 'read:projects' });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
  });

  it('refuses another audience, an expired token and a changed one', async () => {
    await expect(verify(await issueForOtherApi())).rejects.toMatchObject({ claim: 'aud' });
    await expect(verify(await issueExpired())).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
    await expect(verify(tampered(await issue()))).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });

  it('finds the new key after a rotation, and the old one still', async () => {
    const before = await issue();
    await server.get(KeyRing).rotate('RS256', { keepSeconds: 3600, actor: SYSTEM });
    const after = await issue();
    const kids = [];
    for (const jwt of [before, after]) kids.push((await verify(jwt)).protectedHeader.kid);
    expect(new Set(kids).size).toBe(2);
  });
});

const guards: [string, () => RequestHandler[]][] = [
  [
    'express-oauth2-jwt-bearer with discovery',
    () => [auth({ issuerBaseURL: server.url, audience: AUDIENCE, strict: true, tokenSigningAlg: 'RS256' })],
  ],
  [
    'express-oauth2-jwt-bearer with jwksUri',
    () => [
      auth({
        issuer: server.url,
        jwksUri: `${server.url}/.well-known/jwks.json`,
        audience: AUDIENCE,
        strict: true,
        tokenSigningAlg: 'RS256',
      }),
    ],
  ],
  ['passport-jwt with jwks-rsa', passportJwtGuard],
];

describe.each(guards)('%s', (name, guard) => {
  let app: ListeningApp;

  beforeAll(async () => {
    const api = express();
    api.get('/projects', ...guard(), (_request, response) => void response.json({ data: [] }));
    api.use(answerError);
    app = await listen(api);
  });

  afterAll(() => app.close());

  const get = async (jwt?: string, path = '/projects') => {
    const headers = jwt === undefined ? undefined : { Authorization: `Bearer ${jwt}` };
    return (await fetch(app.url + path, { headers })).status;
  };

  it('answers 200 to our token', async () => {
    expect(await get(await issue())).toBe(200);
  });

  it('answers 401 to a token for another audience', async () => {
    expect(await get(await issueForOtherApi())).toBe(401);
  });

  it('answers 401 to an expired token', async () => {
    expect(await get(await issueExpired())).toBe(401);
  });

  it('answers 401 to a changed token and to none', async () => {
    expect(await get(tampered(await issue()))).toBe(401);
    expect(await get()).toBe(401);
  });

  if (!name.startsWith('express-oauth2-jwt-bearer')) return;

  it('reads our scopes: 403 where one is missing', async () => {
    const api = express();
    const answer: RequestHandler = (_request, response) => void response.json({});
    api.get('/read', ...guard(), requiredScopes('read:projects'), answer);
    api.get('/write', ...guard(), requiredScopes('write:projects'), answer);
    api.use(answerError);
    const scoped = await listen(api);
    const headers = { Authorization: `Bearer ${await issue()}` };
    expect((await fetch(`${scoped.url}/read`, { headers })).status).toBe(200);
    expect((await fetch(`${scoped.url}/write`, { headers })).status).toBe(403);
    await scoped.close();
  });
});

function passportJwtGuard(): RequestHandler[] {
  const passport = new Passport();
  passport.use(
    new Strategy(
      {
        jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
        secretOrKeyProvider: passportJwtSecret({
          jwksUri: `${server.url}/.well-known/jwks.json`,
          cache: true,
        }),
        issuer: server.url,
        audience: AUDIENCE,
        algorithms: ['RS256'],
      },
      (claims, done) => done(null, claims),
    ),
  );
  return [passport.initialize(), passport.authenticate('jwt', { session: false })] as RequestHandler[];
}

/** What both libraries expect of an application: their errors carry a status. */
const answerError: ErrorRequestHandler = (error: { status?: number }, _request, response, _next) => {
  response.status(error.status ?? 500).end();
};

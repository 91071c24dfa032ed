import { randomBytes, timingSafeEqual } from 'node:crypto';
import OAuthServer from '@node-oauth/express-oauth-server';
import express from 'express';
import * as facts from '../harness/facts.mjs';
import { clients, personOf, pool, PORT, Signer } from './common.mjs';

const connections = pool();
const signer = new Signer();
const hash = facts.sha256;
const random = () => randomBytes(32).toString('base64url');

const clientOf = (id) => ({
  id,
  redirectUris: id === facts.APP.id ? [facts.REDIRECT_URI] : [],
  grants: id === facts.APP.id ? ['authorization_code', 'refresh_token'] : ['client_credentials'],
});
const entities = new Map([...clients.keys()].map((id) => [id, clientOf(id)]));

const model = {
  getClient: async (id, secret) => {
    const client = clients.get(id);
    if (!client) return null;
    // The authorize endpoint asks without a secret.
    if (secret !== null && !timingSafeEqual(Buffer.from(hash(secret)), Buffer.from(client.secretHash)))
      return null;
    return entities.get(id);
  },
  getUserFromClient: async ({ id }) => ({ id, isClient: true }),
  validateScope: async (_user, _client, scope) =>
    scope?.every((word) => word === facts.SCOPE) ? scope : false,
  generateAccessToken: async (client, user, scope) => {
    if (client.id === facts.OPAQUE_MACHINE.id) return random();
    const now = Math.floor(Date.now() / 1000);
    return signer.sign({
      iss: facts.ISSUER,
      sub: user.id,
      aud: facts.ISSUER,
      client_id: client.id,
      scope: scope.join(' '),
      iat: now,
      exp: now + facts.TOKEN_TTL_S,
      jti: random(),
    });
  },
  generateRefreshToken: async () => random(),
  generateAuthorizationCode: async () => random(),
  saveToken: async (token, client, user) => {
    await connections.execute(
      'INSERT INTO tokens (access_hash, refresh_hash, client_id, user_id, scopes, access_expires_at, refresh_expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [
        hash(token.accessToken),
        token.refreshToken ? hash(token.refreshToken) : null,
        client.id,
        user.id,
        token.scope.join(' '),
        token.accessTokenExpiresAt.getTime(),
        token.refreshTokenExpiresAt?.getTime() ?? null,
      ],
    );
    return { ...token, client, user };
  },
  getAccessToken: async (accessToken) => {
    const [rows] = await connections.execute('SELECT * FROM tokens WHERE access_hash = ?', [
      hash(accessToken),
    ]);
    if (!rows[0]) return null;
    return {
      accessToken,
      accessTokenExpiresAt: new Date(Number(rows[0].access_expires_at)),
      scope: rows[0].scopes.split(' '),
      client: entities.get(rows[0].client_id),
      user: { id: rows[0].user_id },
    };
  },
  getRefreshToken: async (refreshToken) => {
    const [rows] = await connections.execute('SELECT * FROM tokens WHERE refresh_hash = ?', [
      hash(refreshToken),
    ]);
    if (!rows[0]) return null;
    return {
      refreshToken,
      refreshTokenExpiresAt: new Date(Number(rows[0].refresh_expires_at)),
      scope: rows[0].scopes.split(' '),
      client: entities.get(rows[0].client_id),
      user: { id: rows[0].user_id },
    };
  },
  revokeToken: async ({ refreshToken }) => {
    const [result] = await connections.execute('DELETE FROM tokens WHERE refresh_hash = ?', [
      hash(refreshToken),
    ]);
    return result.affectedRows === 1;
  },
  saveAuthorizationCode: async (code, client, user) => {
    await connections.execute(
      'INSERT INTO codes (hash, client_id, user_id, scopes, redirect_uri, code_challenge, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [
        hash(code.authorizationCode),
        client.id,
        user.id,
        code.scope.join(' '),
        code.redirectUri,
        code.codeChallenge,
        code.expiresAt.getTime(),
      ],
    );
    return { ...code, client, user };
  },
  getAuthorizationCode: async (authorizationCode) => {
    const [rows] = await connections.execute('SELECT * FROM codes WHERE hash = ?', [hash(authorizationCode)]);
    if (!rows[0]) return null;
    return {
      authorizationCode,
      expiresAt: new Date(Number(rows[0].expires_at)),
      redirectUri: rows[0].redirect_uri,
      scope: rows[0].scopes.split(' '),
      codeChallenge: rows[0].code_challenge,
      codeChallengeMethod: 'S256',
      client: entities.get(rows[0].client_id),
      user: { id: rows[0].user_id },
    };
  },
  revokeAuthorizationCode: async ({ authorizationCode }) => {
    const [result] = await connections.execute('DELETE FROM codes WHERE hash = ?', [hash(authorizationCode)]);
    return result.affectedRows === 1;
  },
};

const oauth = new OAuthServer({
  model,
  accessTokenLifetime: facts.TOKEN_TTL_S,
  authorizationCodeLifetime: 60,
  requirePKCE: true,
});

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(express.urlencoded({ extended: false }));
app.post('/token', oauth.token());
app.get(
  '/authorize',
  oauth.authorize({
    authenticateHandler: { handle: ({ headers }) => personOf(connections, headers.cookie) },
  }),
);
// The library has no introspection endpoint: this is its own check of a token, asked by an authenticated API.
app.post('/token/introspect', async (request, response) => {
  if (!(await model.getClient(request.body.client_id, request.body.client_secret)))
    return response.sendStatus(401);
  const token = await model.getAccessToken(request.body.token);
  if (!token || token.accessTokenExpiresAt < new Date()) return response.json({ active: false });
  return response.json({
    active: true,
    scope: token.scope.join(' '),
    client_id: token.client.id,
    sub: token.user.id,
    exp: Math.floor(token.accessTokenExpiresAt.getTime() / 1000),
  });
});
app.post('/token/revoke', async (request, response) => {
  await connections.execute('DELETE FROM tokens WHERE access_hash = ?', [hash(request.body.token)]);
  response.json({});
});
app.get('/ready', (_request, response) => response.json({ ok: true }));
app.listen(PORT, '127.0.0.1');

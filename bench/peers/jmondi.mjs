import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AuthorizationServer, DateInterval } from '@jmondi/oauth2-server';
import { handleFastifyError, handleFastifyReply, requestFromFastify } from '@jmondi/oauth2-server/fastify';
import Fastify from 'fastify';
import * as facts from '../harness/facts.mjs';
import { clients, personOf, pool, PORT, Signer } from './common.mjs';

const connections = pool();
const signer = new Signer();
const SCOPES = [{ name: facts.SCOPE }];
const random = () => randomBytes(32).toString('base64url');
const hash = facts.sha256;

const entityOf = ({ id, secret }) => ({
  id,
  name: id,
  secret,
  redirectUris: id === facts.APP.id ? [facts.REDIRECT_URI] : [],
  allowedGrants: id === facts.APP.id ? ['authorization_code', 'refresh_token'] : ['client_credentials'],
  scopes: SCOPES,
});
const entities = new Map([...clients.values()].map((client) => [client.id, entityOf(client)]));

const clientRepository = {
  getByIdentifier: async (id) => entities.get(id),
  isClientValid: async (grantType, client, secret) => {
    const given = Buffer.from(hash(secret ?? ''));
    return (
      timingSafeEqual(given, Buffer.from(clients.get(client.id).secretHash)) &&
      (client.allowedGrants.includes(grantType) || grantType === 'client_credentials')
    );
  },
};

const scopeRepository = {
  getAllByIdentifiers: async (names) => SCOPES.filter(({ name }) => names.includes(name)),
  finalize: async (scopes) => scopes,
};

const tokenOf = (row, refreshToken = null) => ({
  accessToken: row.jti,
  accessTokenExpiresAt: new Date(Number(row.access_expires_at)),
  refreshToken,
  refreshTokenExpiresAt: row.refresh_expires_at === null ? null : new Date(Number(row.refresh_expires_at)),
  client: entities.get(row.client_id),
  user: row.user_id === null ? null : { id: row.user_id },
  scopes: row.scopes.split(' ').map((name) => ({ name })),
});

/** Tokens in one table, by hashes; the row of a refresh token is that of the access token beside it. */
const tokenRepository = {
  issueToken: async (client, scopes, user) => ({
    accessToken: random(),
    accessTokenExpiresAt: new DateInterval('1h').getEndDate(),
    refreshToken: null,
    refreshTokenExpiresAt: null,
    client,
    user,
    scopes,
  }),
  issueRefreshToken: async (token) => {
    token.refreshToken = random();
    token.refreshTokenExpiresAt = new DateInterval('30d').getEndDate();
    await connections.execute('UPDATE tokens SET refresh_hash = ?, refresh_expires_at = ? WHERE jti = ?', [
      hash(token.refreshToken),
      token.refreshTokenExpiresAt.getTime(),
      token.accessToken,
    ]);
    return token;
  },
  persist: async ({ accessToken, accessTokenExpiresAt, client, user, scopes }) => {
    await connections.execute(
      'INSERT INTO tokens (jti, client_id, user_id, scopes, access_expires_at) VALUES (?, ?, ?, ?, ?)',
      [
        accessToken,
        client.id,
        user?.id ?? null,
        scopes.map(({ name }) => name).join(' '),
        accessTokenExpiresAt.getTime(),
      ],
    );
  },
  /** The library takes no answer: who came second is refused by throwing. */
  revoke: async ({ accessToken }) => {
    const [result] = await connections.execute(
      'UPDATE tokens SET access_expires_at = 0, refresh_expires_at = 0, revoked = 1 WHERE jti = ? AND revoked = 0',
      [accessToken],
    );
    if (result.affectedRows !== 1) throw new Error('used already');
  },
  isRefreshTokenRevoked: async ({ refreshTokenExpiresAt }) =>
    Date.now() > (refreshTokenExpiresAt?.getTime() ?? 0),
  getByRefreshToken: async (value) => {
    const [rows] = await connections.execute('SELECT * FROM tokens WHERE refresh_hash = ?', [hash(value)]);
    if (!rows[0]) throw new Error('unknown refresh token');
    return tokenOf(rows[0], value);
  },
  getByAccessToken: async (jti) => {
    const [rows] = await connections.execute('SELECT * FROM tokens WHERE jti = ?', [jti]);
    if (!rows[0]) throw new Error('unknown access token');
    return tokenOf(rows[0]);
  },
};

const codeOf = (row, code) => ({
  code,
  redirectUri: row.redirect_uri,
  codeChallenge: row.code_challenge,
  codeChallengeMethod: 'S256',
  expiresAt: new Date(Number(row.expires_at)),
  user: { id: row.user_id },
  client: entities.get(row.client_id),
  scopes: row.scopes.split(' ').map((name) => ({ name })),
});

const authCodeRepository = {
  issueAuthCode: (client, user, scopes) => ({
    code: random(),
    redirectUri: facts.REDIRECT_URI,
    codeChallenge: null,
    codeChallengeMethod: 'S256',
    expiresAt: new DateInterval('60s').getEndDate(),
    client,
    user,
    scopes,
  }),
  persist: async ({ code, redirectUri, codeChallenge, expiresAt, user, client, scopes }) => {
    await connections.execute(
      'INSERT INTO codes (hash, client_id, user_id, scopes, redirect_uri, code_challenge, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [
        hash(code),
        client.id,
        user.id,
        scopes.map(({ name }) => name).join(' '),
        redirectUri,
        codeChallenge,
        expiresAt.getTime(),
      ],
    );
  },
  getByIdentifier: async (code) => {
    const [rows] = await connections.execute('SELECT * FROM codes WHERE hash = ?', [hash(code)]);
    if (!rows[0]) throw new Error('unknown code');
    return codeOf(rows[0], code);
  },
  isRevoked: async (code) => {
    const [rows] = await connections.execute('SELECT used, expires_at FROM codes WHERE hash = ?', [
      hash(code),
    ]);
    return rows[0].used === 1 || Number(rows[0].expires_at) < Date.now();
  },
  revoke: async (code) => {
    const [result] = await connections.execute('UPDATE codes SET used = 1 WHERE hash = ? AND used = 0', [
      hash(code),
    ]);
    if (result.affectedRows !== 1) throw new Error('used already');
  },
};

const jwt = {
  sign: (claims) => signer.sign(claims),
  verify: (token) => signer.verify(token),
  decode: (token) => signer.decode(token),
  extraTokenFields: ({ client, user }) => ({
    aud: facts.ISSUER,
    client_id: client.id,
    ...(!user && { sub: client.id }),
  }),
};

const server = new AuthorizationServer(clientRepository, tokenRepository, scopeRepository, jwt, {
  issuer: facts.ISSUER,
  requiresPKCE: true,
  requiresS256: true,
  useOpaqueAuthorizationCodes: true,
  useOpaqueRefreshTokens: true,
});
const ttl = new DateInterval('1h');
server.enableGrantType('client_credentials', ttl);
server.enableGrantType('refresh_token', ttl);
server.enableGrantType(
  {
    grant: 'authorization_code',
    authCodeRepository,
    userRepository: { getUserByCredentials: async (id) => ({ id }) },
  },
  ttl,
);

const app = Fastify();
app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
  done(null, Object.fromEntries(new URLSearchParams(body))),
);
const answer = (act) => async (request, reply) => {
  try {
    handleFastifyReply(reply, await act(requestFromFastify(request), request));
  } catch (error) {
    handleFastifyError(error, reply);
  }
  return reply;
};
app.post(
  '/token',
  answer((request) => server.respondToAccessTokenRequest(request)),
);
app.post(
  '/token/introspect',
  answer((request) => server.introspect(request)),
);
app.post(
  '/token/revoke',
  answer((request) => server.revoke(request)),
);
app.get(
  '/authorize',
  answer(async (request, { headers }) => {
    const [authorization, person] = await Promise.all([
      server.validateAuthorizationRequest(request),
      personOf(connections, headers.cookie),
    ]);
    authorization.user = person;
    authorization.isAuthorizationApproved = person !== null;
    return server.completeAuthorizationRequest(authorization);
  }),
);
app.get('/ready', async () => ({ ok: true }));
await app.listen({ port: PORT, host: '127.0.0.1' });

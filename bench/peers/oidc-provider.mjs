import { Provider } from 'oidc-provider';
import * as facts from '../harness/facts.mjs';
import { keys, PORT } from './common.mjs';
import { MariaDbAdapter } from './oidc-provider-mariadb.mjs';
import { MapAdapter } from './oidc-provider-map.mjs';

const AUDIENCE = facts.ISSUER;

const client = ({ id, secret }, more) => ({
  client_id: id,
  client_secret: secret,
  token_endpoint_auth_method: 'client_secret_post',
  redirect_uris: [],
  response_types: [],
  grant_types: ['client_credentials'],
  ...more,
});

const provider = new Provider(facts.ISSUER, {
  adapter: process.env.DB_URL ? MariaDbAdapter : MapAdapter,
  clients: [
    client(facts.MACHINE),
    client(facts.OPAQUE_MACHINE),
    client(facts.API),
    client(facts.APP, {
      redirect_uris: [facts.REDIRECT_URI],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
    }),
  ],
  jwks: { keys: keys().map((jwk) => ({ ...jwk, use: 'sig' })) },
  cookies: { keys: ['bench cookie key of the peer'] },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  issueRefreshToken: () => true,
  rotateRefreshToken: true,
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  ttl: {
    AccessToken: facts.TOKEN_TTL_S,
    ClientCredentials: facts.TOKEN_TTL_S,
    Session: 86_400,
    Grant: 86_400,
    Interaction: 600,
  },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => AUDIENCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, _resource, { clientId }) => ({
        scope: facts.SCOPE,
        audience: AUDIENCE,
        accessTokenTTL: facts.TOKEN_TTL_S,
        accessTokenFormat: clientId === facts.OPAQUE_MACHINE.id ? 'opaque' : 'jwt',
        jwt: { sign: { alg: facts.ALG } },
      }),
    },
  },
});

/** Signs in whoever the header names and lets them consent, as the documentation's own example does it. */
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  if (prompt.name === 'login') {
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: ctx.get('x-person') } });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addResourceScope(AUDIENCE, facts.SCOPE);
  return provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId: await grant.save() } });
});

provider.listen(PORT, '127.0.0.1');

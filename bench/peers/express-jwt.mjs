import express from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import * as facts from '../harness/facts.mjs';

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.get('/ready', (_request, response) => response.json({ ok: true }));
app.get(
  '/v1/bench',
  auth({
    issuer: facts.ISSUER,
    audience: facts.ISSUER,
    jwksUri: process.env.JWKS_URI,
    tokenSigningAlg: facts.ALG,
  }),
  requiredScopes(facts.SCOPE),
  (_request, response) => response.json({ ok: true }),
);
app.listen(Number(process.env.PORT), '127.0.0.1');

import { createHash } from 'node:crypto';

// What is the same for every contender: who asks, for what, and what the tokens say.

/** The issuer is a name, not an address: servers change their port from round to round. */
export const ISSUER = 'http://localhost:3999';
export const ALG = 'RS256';
export const KEY_BITS = 2048;
export const TOKEN_TTL_S = 3600;
export const SCOPE = 'read:projects';
export const REDIRECT_URI = 'https://app.example.com/callback';

const secretOf = (name) => createHash('sha512').update(`bench ${name}`).digest('base64url').slice(0, 43);

/** A machine that asks for JWTs, one that asks for opaque tokens, an API that introspects, an app of people. */
export const MACHINE = { id: 'bench-machine', secret: secretOf('machine') };
export const OPAQUE_MACHINE = { id: 'bench-opaque', secret: secretOf('opaque') };
export const API = { id: 'bench-api', secret: secretOf('api') };
export const APP = { id: 'bench-app', secret: secretOf('app') };

export const credentials = ({ id, secret }) => ({ client_id: id, client_secret: secret });

/** Every flow uses the same verifier: what is measured is the checking of it (RFC 7636). */
export const VERIFIER = secretOf('verifier');
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** People who are signed in at the same time. */
export const PEOPLE = 256;
export const personName = (index) => `person-${index}`;
export const emailOf = (index) => `${personName(index)}@example.com`;

/** The query of an authorization request. */
export const authorizeQuery = (more = {}) =>
  new URLSearchParams({
    response_type: 'code',
    client_id: APP.id,
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    state: 'bench',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more,
  }).toString();

/** The form that turns a code into tokens; the code itself comes last. */
export const codeForm = {
  grant_type: 'authorization_code',
  redirect_uri: REDIRECT_URI,
  code_verifier: VERIFIER,
};

export const sha256 = (text) => createHash('sha256').update(text).digest('base64url');

import type { JsonSchema } from '../../shared/http/json-schema';

const text: JsonSchema = { type: 'string' };

const ERROR = {
  description: 'An error (RFC 6749 §5.2)',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/OAuthError' } } },
};
const FAILURES = { '400': ERROR, '401': ERROR, '429': ERROR, '503': ERROR };

const form = (properties: Record<string, JsonSchema>, required: string[]) => ({
  required: true,
  content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties, required } } },
});

const json = (description: string, schema: JsonSchema) => ({
  description,
  content: { 'application/json': { schema } },
});

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

const query = (name: string, description: string, required = false) => ({
  name,
  in: 'query',
  required,
  description,
  schema: text,
});

const LOGIN = { client_id: text, client_secret: text };
const page = (description: string) => ({ description, content: { 'text/html': { schema: text } } });

/** The endpoints of the protocol, whose forms are those of the RFCs. `{oauth}` stands for their prefix. */
export const PROTOCOL_PATHS = {
  '{oauth}/authorize': {
    get: {
      operationId: 'authorize',
      tags: ['OAuth'],
      summary: 'Send a person here to sign in and allow your app (RFC 6749 §4.1.1)',
      security: [],
      parameters: [
        query('response_type', 'code', true),
        query('client_id', 'The client id', true),
        query('redirect_uri', 'One of the registered addresses, letter by letter'),
        query('scope', 'Scopes, divided by blanks'),
        query('state', 'Comes back unchanged'),
        query('code_challenge', 'BASE64URL(SHA256(code_verifier)) (RFC 7636 §4.2)'),
        query('code_challenge_method', 'S256'),
        query('resource', 'URI of the API that the tokens are for (RFC 8707 §2)'),
        query('prompt', 'none, login, consent or select_account'),
        query('ui_locales', 'Languages of the pages, e.g. "de en"'),
      ],
      responses: {
        '200': page('A page for the person'),
        '302': { description: 'To the app, with code and state, or with error' },
        '303': { description: 'To the sign-in page' },
        '400': page('Client or redirect URI are not to be trusted'),
      },
    },
    post: {
      operationId: 'authorizeByForm',
      tags: ['OAuth'],
      summary: 'The same as a form, which is sent on as an address (RFC 6749 §3.1)',
      security: [],
      requestBody: form({ response_type: text, client_id: text }, ['response_type', 'client_id']),
      responses: {
        '303': { description: 'To the same address with the parameters in the query' },
        '414': page('The parameters make a longer address than can be followed'),
      },
    },
  },
  '{oauth}/token': {
    post: {
      operationId: 'token',
      tags: ['OAuth'],
      summary: 'Exchange a code, a refresh token or the client’s own login for tokens (RFC 6749 §3.2)',
      security: [{ clientSecret: [] }, {}],
      requestBody: form(
        {
          grant_type: {
            type: 'string',
            examples: ['authorization_code', 'refresh_token', 'client_credentials'],
          },
          code: text,
          redirect_uri: text,
          code_verifier: text,
          refresh_token: text,
          scope: text,
          resource: text,
          ...LOGIN,
        },
        ['grant_type'],
      ),
      responses: { '200': json('Tokens', ref('Tokens')), ...FAILURES },
    },
  },
  '{oauth}/revoke': {
    post: {
      operationId: 'revoke',
      tags: ['OAuth'],
      summary: 'End a token (RFC 7009 §2); a refresh token takes its access tokens with it',
      security: [{ clientSecret: [] }, {}],
      requestBody: form({ token: text, token_type_hint: text, ...LOGIN }, ['token']),
      responses: { '200': { description: 'It is over, or never was' }, ...FAILURES },
    },
  },
  '{oauth}/introspect': {
    post: {
      operationId: 'introspect',
      tags: ['OAuth'],
      summary: 'Ask whether a token is alive, and what it may do (RFC 7662 §2)',
      security: [{ clientSecret: [] }],
      requestBody: form({ token: text, token_type_hint: text, ...LOGIN }, ['token']),
      responses: { '200': json('What there is to say', ref('Introspection')), ...FAILURES },
    },
  },
  '/.well-known/oauth-authorization-server': {
    get: {
      operationId: 'metadata',
      tags: ['OAuth'],
      summary: 'Discovery (RFC 8414 §3)',
      security: [],
      responses: { '200': json('The metadata', { type: 'object' }) },
    },
  },
  '/.well-known/jwks.json': {
    get: {
      operationId: 'jwks',
      tags: ['OAuth'],
      summary: 'The keys that verify access tokens (RFC 7517 §5)',
      security: [],
      responses: { '200': json('A JWK set', { type: 'object' }) },
    },
  },
};

/** The forms of the protocol's answers. */
export const PROTOCOL_SCHEMAS: Record<string, JsonSchema> = {
  OAuthError: {
    type: 'object',
    properties: { error: text, error_description: text, error_uri: text },
    required: ['error'],
  },
  Tokens: {
    type: 'object',
    properties: {
      access_token: text,
      token_type: { const: 'Bearer' },
      expires_in: { type: 'integer' },
      refresh_token: text,
      scope: text,
    },
    required: ['access_token', 'token_type', 'expires_in'],
  },
  Introspection: {
    type: 'object',
    properties: {
      active: { type: 'boolean' },
      scope: text,
      client_id: text,
      sub: text,
      exp: { type: 'integer' },
      iat: { type: 'integer' },
    },
    required: ['active'],
  },
};

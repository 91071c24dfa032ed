import type { OperationGroup } from '../operation';

const TOKENS = '/v1/me/personal-access-tokens';
const APP = '/v1/me/apps/{client_id}';

/** /v1/me: what is a person's own. */
export const SELF_SERVICE_OPERATIONS: OperationGroup[] = [
  {
    tag: 'Own apps',
    words:
      'The apps that the person behind the token has registered. Scopes of administrators, and apps that act alone, ' +
      'take an administrator.',
    operations: {
      'GET /v1/me/apps': {
        id: 'listOwnApps',
        summary: 'List your apps',
        answer: { listOf: 'Client' },
      },
      'POST /v1/me/apps': {
        id: 'createOwnApp',
        summary: 'Register an app',
        description: 'The secret of an app that keeps one is in this answer only.',
        answer: 'NewClient',
        problems: ['limit-reached'],
        example: {
          name: 'Project Board',
          type: 'web',
          redirect_uris: ['https://board.example.com/callback'],
          scopes: ['read:projects'],
        },
      },
      [`GET ${APP}`]: { id: 'getOwnApp', summary: 'Read an app', answer: 'Client', also: { 304: null } },
      [`PATCH ${APP}`]: {
        id: 'updateOwnApp',
        summary: 'Change an app',
        description: 'A merge patch (RFC 7396): what is left out stays. Identity and type never change.',
        answer: 'Client',
        example: { name: 'Project Board 2' },
      },
      [`PUT ${APP}/redirect-uris`]: {
        id: 'setOwnRedirectUris',
        summary: 'Replace the redirect URIs of an app',
        answer: 'Client',
        example: { redirect_uris: ['https://board.example.com/callback', 'http://127.0.0.1/callback'] },
      },
      [`DELETE ${APP}`]: {
        id: 'deleteOwnApp',
        summary: 'Delete an app',
        description: 'Its secrets, the consents to it and all its tokens end with it.',
        answer: null,
      },
      [`GET ${APP}/secrets`]: {
        id: 'listOwnAppSecrets',
        summary: 'List the secrets that work',
        answer: { listOf: 'ClientSecret' },
      },
      [`POST ${APP}/secrets`]: {
        id: 'addOwnAppSecret',
        summary: 'Add a secret beside the one that works',
        description: 'For an app that acts alone, the token needs the scopes of the app too.',
        answer: 'NewClientSecret',
        problems: ['conflict', 'limit-reached', 'insufficient-scope'],
        example: { expires_in: 31_536_000 },
      },
      [`POST ${APP}/secrets/rotate`]: {
        id: 'rotateOwnAppSecret',
        summary: 'Make a new secret, and let the former one work a while longer',
        description: 'For an app that acts alone, the token needs the scopes of the app too.',
        answer: 'NewClientSecret',
        problems: ['conflict', 'already-rotated', 'insufficient-scope'],
        example: { previous_expires_in: 86_400, force: true },
      },
      [`DELETE ${APP}/secrets/{id}`]: {
        id: 'removeOwnAppSecret',
        summary: 'Remove a secret',
        answer: null,
        problems: ['conflict', 'last-secret'],
      },
    },
  },
  {
    tag: 'Own access tokens',
    words:
      'Personal access tokens of the person behind the token. A token that is made here can do no more than the one ' +
      'that makes it, and cannot manage the account.',
    operations: {
      [`GET ${TOKENS}`]: {
        id: 'listOwnTokens',
        summary: 'List your personal access tokens',
        description: 'Those that have ended stay for 90 days.',
        answer: { listOf: 'PersonalAccessToken' },
      },
      [`POST ${TOKENS}`]: {
        id: 'createOwnToken',
        summary: 'Make a personal access token',
        description: 'Its value is in this answer only. A personal token cannot make another one.',
        answer: 'NewPersonalAccessToken',
        problems: ['role-required', 'limit-reached'],
        example: { name: 'ci', scopes: ['read:projects'], expires_in: 2_592_000, rotatable: true },
      },
      [`PATCH ${TOKENS}/{id}`]: {
        id: 'updateOwnToken',
        summary: 'Change name or description, or take scopes away',
        answer: 'PersonalAccessToken',
        example: { description: 'The nightly build' },
      },
      [`POST ${TOKENS}/{id}/rotate`]: {
        id: 'rotateOwnToken',
        summary: 'Make a new value, and let the former one work a while longer',
        description: 'A token that is rotated twice may be stolen: then all values that followed it end.',
        answer: 'NewPersonalAccessToken',
        problems: ['role-required', 'already-rotated'],
        example: { expires_in: 2_592_000, overlap: 3600 },
      },
      [`DELETE ${TOKENS}/{id}`]: {
        id: 'revokeOwnToken',
        summary: 'Revoke a personal access token',
        answer: null,
      },
    },
  },
  {
    tag: 'Tokens',
    words: 'The very token that is sent, and tokens that were found in public.',
    operations: {
      'GET /v1/tokens/current': {
        id: 'getCurrentToken',
        summary: 'See what the token is worth',
        answer: 'CurrentToken',
      },
      'POST /v1/tokens/current/rotate': {
        id: 'rotateCurrentToken',
        summary: 'Let a personal access token renew itself',
        description: 'Only one that was made rotatable. The former value ends at once.',
        answer: 'NewPersonalAccessToken',
        problems: ['role-required', 'already-rotated'],
        example: { expires_in: 2_592_000 },
      },
      'DELETE /v1/tokens/current': {
        id: 'endCurrentToken',
        summary: 'End the token',
        answer: null,
      },
      'POST /v1/credentials/revoke': {
        id: 'reportLeakedCredentials',
        summary: 'Report credentials that were found in public',
        description:
          'Tokens end, client secrets are marked, and their owners are told. The answer is the same for credentials ' +
          'that are not known.',
        answer: null,
        problems: ['rate-limited'],
        example: { credentials: ['apat_found_in_a_public_repository'] },
      },
    },
  },
  {
    tag: 'Own account',
    words: 'Where the person behind the token is signed in, and what they have granted to apps.',
    operations: {
      'GET /v1/me/sessions': {
        id: 'listOwnSessions',
        summary: 'List the browsers in which you are signed in',
        answer: { listOf: 'Session' },
      },
      'DELETE /v1/me/sessions/{id}': {
        id: 'endOwnSession',
        summary: 'Sign out of a browser',
        answer: null,
      },
      'GET /v1/me/authorizations': {
        id: 'listOwnAuthorizations',
        summary: 'List what you have granted to apps',
        answer: { listOf: 'Authorization' },
      },
      'DELETE /v1/me/authorizations/{id}': {
        id: 'endOwnAuthorization',
        summary: 'End an authorization with every token that came from it',
        answer: null,
      },
    },
  },
];

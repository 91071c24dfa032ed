import type { OperationGroup } from '../operation';

const CLIENT = '/v1/admin/clients/{client_id}';

/** /v1/admin/clients */
export const CLIENT_OPERATIONS: OperationGroup = {
  tag: 'Clients',
  words: 'Every client of the server; the settings page calls them apps.',
  operations: {
    'GET /v1/admin/clients': {
      id: 'listClients',
      summary: 'List and find clients',
      answer: { listOf: 'Client' },
    },
    'POST /v1/admin/clients': {
      id: 'createClient',
      summary: 'Register a client',
      description: 'The secret of a client that keeps one is in this answer only.',
      answer: 'NewClient',
      problems: ['conflict'],
      example: {
        name: 'Project Board',
        type: 'web',
        redirect_uris: ['https://board.example.com/callback'],
        scopes: ['read:projects'],
      },
    },
    [`GET ${CLIENT}`]: {
      id: 'getClient',
      summary: 'Read a client',
      description: 'With numbers about its use, and the secrets that work, without their values.',
      answer: 'ClientWithStats',
      also: { 304: null },
    },
    [`PATCH ${CLIENT}`]: {
      id: 'updateClient',
      summary: 'Change a client',
      description: 'A merge patch (RFC 7396): what is left out stays. Identity and type never change.',
      answer: 'Client',
      example: { name: 'Project Board 2' },
    },
    [`PUT ${CLIENT}/redirect-uris`]: {
      id: 'setRedirectUris',
      summary: 'Replace the redirect URIs of a client',
      answer: 'Client',
      example: { redirect_uris: ['https://board.example.com/callback', 'http://127.0.0.1/callback'] },
    },
    [`DELETE ${CLIENT}`]: {
      id: 'deleteClient',
      summary: 'Delete a client',
      description: 'Its secrets, the consents to it and all its tokens end with it.',
      answer: null,
    },
    [`POST ${CLIENT}/enable`]: {
      id: 'enableClient',
      summary: 'Let a disabled client work again',
      answer: 'Client',
    },
    [`POST ${CLIENT}/disable`]: {
      id: 'disableClient',
      summary: 'Disable a client',
      description: 'Its tokens open nothing from this answer on, and do not come back.',
      answer: 'Client',
    },
    [`POST ${CLIENT}/revoke-tokens`]: {
      id: 'revokeClientTokens',
      summary: 'Revoke every token of a client',
      answer: 'Revoked',
      example: { reason: 'The server was broken into.' },
    },
    [`GET ${CLIENT}/secrets`]: {
      id: 'listClientSecrets',
      summary: 'List the secrets that work',
      answer: { listOf: 'ClientSecret' },
    },
    [`POST ${CLIENT}/secrets`]: {
      id: 'addClientSecret',
      summary: 'Add a secret beside the one that works',
      answer: 'NewClientSecret',
      problems: ['conflict', 'limit-reached'],
      example: { expires_in: 31_536_000 },
    },
    [`POST ${CLIENT}/secrets/rotate`]: {
      id: 'rotateClientSecret',
      summary: 'Make a new secret, and let the former one work a while longer',
      answer: 'NewClientSecret',
      problems: ['conflict', 'already-rotated'],
      example: { previous_expires_in: 86_400, force: true },
    },
    [`DELETE ${CLIENT}/secrets/{id}`]: {
      id: 'removeClientSecret',
      summary: 'Remove a secret',
      answer: null,
      problems: ['conflict', 'last-secret'],
    },
  },
};

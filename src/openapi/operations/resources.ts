import type { OperationGroup } from '../operation';

const RESOURCES = '/v1/admin/resources';

/** /v1/admin/resources */
export const RESOURCE_OPERATIONS: OperationGroup = {
  tag: 'APIs that tokens are for',
  words:
    'Other APIs than that of this server, each named by its URI: what a client sends as `resource` (RFC 8707 §2) and finds as `aud` in its tokens.',
  operations: {
    [`GET ${RESOURCES}`]: {
      id: 'listResources',
      summary: 'List the registered APIs',
      answer: { listOf: 'AdministeredResource' },
    },
    [`POST ${RESOURCES}`]: {
      id: 'createResource',
      summary: 'Register an API',
      description:
        'What is null is as the server does it otherwise; `scopes` cuts tokens for this API to some, and `introspection_client_id` names the client that may introspect them, until that client is deleted. For a `signing_alg` that was not in use before, keys are made.',
      answer: 'AdministeredResource',
      problems: ['conflict'],
      example: {
        uri: 'https://invoices.example.com/',
        name: 'Invoices',
        access_token_format: 'jwt',
        access_token_ttl: 600,
      },
    },
    [`GET ${RESOURCES}/{id}`]: {
      id: 'getResource',
      summary: 'Read about an API',
      answer: 'AdministeredResource',
      also: { 304: null },
    },
    [`PATCH ${RESOURCES}/{id}`]: {
      id: 'updateResource',
      summary: 'Change an API',
      description: 'A merge patch (RFC 7396). The URI never changes: tokens carry it.',
      answer: 'AdministeredResource',
      example: { access_token_ttl: 300 },
    },
    [`DELETE ${RESOURCES}/{id}`]: {
      id: 'deleteResource',
      summary: 'Delete an API that nobody uses',
      description:
        '`resource-in-use` says in `uses` how many clients are limited to it, and how many acts of granting and scopes are for it.',
      answer: null,
      problems: ['resource-in-use'],
    },
  },
};

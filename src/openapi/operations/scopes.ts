import type { OperationGroup } from '../operation';

const SCOPES = '/v1/admin/scopes';

/** /v1/admin/scopes */
export const SCOPE_OPERATIONS: OperationGroup = {
  tag: 'Scopes of the server',
  words:
    'The words of permission. Every node knows a change in the next request: at the authorize and token endpoints, on the consent page, in the metadata.',
  operations: {
    [`GET ${SCOPES}`]: {
      id: 'listAdministeredScopes',
      summary: 'List all scopes',
      answer: { listOf: 'AdministeredScope' },
    },
    [`POST ${SCOPES}`]: {
      id: 'createScope',
      summary: 'Create a scope',
      description:
        'Clients may ask for it as soon as they are allowed to. `default` gives it to requests that name no scope; with an `audience` it is for tokens of that API only.',
      answer: 'AdministeredScope',
      problems: ['conflict'],
      example: {
        name: 'read:invoices',
        description: 'List and view invoices',
        consent_text: 'See your invoices',
        locales: { de: 'Ihre Rechnungen sehen' },
        group: 'Invoices',
        risk: 'read',
      },
    },
    [`GET ${SCOPES}/{name}`]: {
      id: 'getScope',
      summary: 'Read a scope',
      answer: 'AdministeredScope',
      also: { 304: null },
    },
    [`PATCH ${SCOPES}/{name}`]: {
      id: 'updateScope',
      summary: 'Change a scope',
      description:
        'A merge patch (RFC 7396). The name never changes. Of a scope that comes with the server, words and risk can change, not who may hold it.',
      answer: 'AdministeredScope',
      example: { consent_text: 'See your invoices and their items' },
    },
    [`DELETE ${SCOPES}/{name}`]: {
      id: 'deleteScope',
      summary: 'Delete a scope that nobody uses',
      description:
        '`scope-in-use` says in `uses` how many clients, acts of granting and stored tokens have it.',
      answer: null,
      problems: ['conflict', 'scope-in-use'],
    },
  },
};

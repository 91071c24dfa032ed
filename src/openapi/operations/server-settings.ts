import type { OperationGroup } from '../operation';

const SETTINGS = '/v1/admin/settings';

/** /v1/admin/settings */
export const SETTINGS_OPERATIONS: OperationGroup = {
  tag: 'Settings',
  words:
    'How the server is, and what administrators may change while it runs, in seconds where it is a time.',
  operations: {
    'GET /v1/admin/overview': {
      id: 'getOverview',
      summary: 'How the server is, in numbers',
      description:
        '`tokens` are stored ones that live. What comes from the audit log is null where that is kept elsewhere.',
      answer: 'Overview',
    },
    [`GET ${SETTINGS}`]: {
      id: 'getSettings',
      summary: 'Read the settings',
      description: '`locked` names those that the environment of the server sets.',
      answer: 'Settings',
      also: { 304: null },
    },
    [`PATCH ${SETTINGS}`]: {
      id: 'updateSettings',
      summary: 'Change settings',
      description:
        'A merge patch (RFC 7396); null goes back to how the server was started. On every node it holds for requests that begin after the answer. `conflict` for what the environment sets.',
      answer: 'Settings',
      problems: ['conflict'],
      example: { access_token_ttl: 900 },
    },
  },
};

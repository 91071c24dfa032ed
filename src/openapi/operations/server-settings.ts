import type { OperationGroup } from '../operation';

const SETTINGS = '/v1/admin/settings';

/** /v1/admin/settings */
export const SETTINGS_OPERATIONS: OperationGroup = {
  tag: 'Settings',
  words: 'What administrators may change while the server runs, in seconds where it is a time.',
  operations: {
    [`GET ${SETTINGS}`]: {
      id: 'getSettings',
      summary: 'Read the settings',
      description: '`locked` names those that the environment of the server sets.',
      answer: 'Settings',
      also: [304],
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

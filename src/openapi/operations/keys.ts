import type { OperationGroup } from '../operation';

const KEYS = '/v1/admin/keys';

/** /v1/admin/keys */
export const KEY_OPERATIONS: OperationGroup = {
  tag: 'Signing keys',
  words:
    'The keys that sign tokens; never their private halves. Where they are kept in a file or by the company, `status` and times are null, and changes are a `conflict`.',
  operations: {
    [`GET ${KEYS}`]: {
      id: 'listKeys',
      summary: 'List the signing keys',
      description:
        '`next` is published and waits, `active` signs, `retiring` only verifies until `retire_at`, `retired` does nothing any more. `signed_count` may be a few seconds old.',
      answer: { listOf: 'SigningKey' },
    },
    [`POST ${KEYS}`]: {
      id: 'createKey',
      summary: 'Publish a key that waits',
      description:
        'Everybody can read it before it signs. For an algorithm that was not in use before, a key that signs is made too.',
      answer: 'SigningKey',
      problems: ['conflict', 'limit-reached'],
      example: { alg: 'RS256' },
    },
    [`POST ${KEYS}/rotate`]: {
      id: 'rotateKeys',
      summary: 'Let the key that waits sign, and publish a new one',
      description:
        'The old key verifies until its last token has expired. With `emergency` it is gone at once, with every token that it signed.',
      answer: 'RotatedKeys',
      problems: ['conflict'],
      example: { emergency: false },
    },
    [`POST ${KEYS}/{kid}/activate`]: {
      id: 'activateKey',
      summary: 'Let one key that waits sign',
      description: 'The key that signed before verifies until its last token has expired.',
      answer: 'RotatedKeys',
      problems: ['conflict'],
    },
    [`DELETE ${KEYS}/{kid}`]: {
      id: 'deleteKey',
      summary: 'Delete a key that waits or is retired',
      description: 'Where none waits any more, a new one is published.',
      answer: null,
      problems: ['conflict', 'key-in-use'],
    },
  },
};

import type { OperationGroup } from '../operation';

const TOKENS = '/v1/admin/tokens';

/** /v1/admin/tokens */
export const TOKEN_OPERATIONS: OperationGroup = {
  tag: 'Tokens',
  words:
    'Everybody’s tokens; never their values. Lists are of stored tokens: a signed access token is found by its value, with `lookup`.',
  operations: {
    [`GET ${TOKENS}`]: {
      id: 'listTokens',
      summary: 'List and find stored tokens',
      description:
        '`ip` is where a personal token was used last, or where the person behind another one had signed in. The use of an access token is not noted.',
      answer: { listOf: 'Token' },
    },
    [`POST ${TOKENS}/lookup`]: {
      id: 'lookUpToken',
      summary: 'Whose token is this?',
      description:
        'For any kind of token, by its value. A signed one is known as long as its key and the act of granting that it came from are kept: `expired` says that it is ours, and over. `used` is a refresh token that a later one has replaced.',
      answer: 'Token',
      problems: ['not-found'],
    },
    [`POST ${TOKENS}/revoke`]: {
      id: 'revokeTokens',
      summary: 'Revoke many tokens at once',
      description:
        'What fits everything that is said, and at least one thing is. It works on acts of granting, and counts them: `issued_before` ends what was granted before that moment with all tokens that came from it, `refresh` takes the access tokens beside it along, `access` leaves refresh tokens alive. With `dry_run` nothing ends. For the tokens of an administrator the token needs admin:users too and has to be that of an administrator.',
      answer: 'RevokedTokens',
      problems: ['role-required'],
      example: { kind: 'refresh', issued_before: '2026-01-01T00:00:00Z', dry_run: true },
    },
    [`GET ${TOKENS}/{id}`]: {
      id: 'getToken',
      summary: 'Read about a stored token',
      answer: 'Token',
    },
    [`DELETE ${TOKENS}/{id}`]: {
      id: 'revokeToken',
      summary: 'Revoke a token',
      description:
        'A refresh token takes the access tokens beside it along. A signed token is named by the id that `lookup` tells. It is stored nowhere, so an id is believed when the act of granting that it names is there and can have brought it: 404 for all others. For the token of an administrator the token needs admin:users too and has to be that of an administrator.',
      answer: null,
      problems: ['role-required'],
    },
  },
};

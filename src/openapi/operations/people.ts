import type { OperationGroup } from '../operation';

const USER = '/v1/admin/users/{id}';
const TOUCHING =
  'For an administrator, and to change roles or the address, the token needs both admin:users and admin:write and has to be that of an administrator: `insufficient-scope`, `role-required`.';
const ELSEWHERE = '`conflict` where the company keeps its people elsewhere.';

/** /v1/admin/users, /v1/admin/sessions, /v1/admin/authorizations */
export const PEOPLE_OPERATIONS: OperationGroup[] = [
  {
    tag: 'Users',
    words: `The people who can sign in. ${ELSEWHERE}`,
    operations: {
      'GET /v1/admin/users': {
        id: 'listUsers',
        summary: 'List and find people',
        description:
          '`q` is the beginning of the name or of the email address, `email` the whole address. `last_seen_before` finds also those who never signed in.',
        answer: { listOf: 'User' },
        problems: ['conflict'],
      },
      'POST /v1/admin/users': {
        id: 'createUser',
        summary: 'Invite a person',
        description: `They get a link by mail, with which they choose their password. With \`send_invite: false\` the link is in this answer, and in no other. ${TOUCHING} So does the link.`,
        answer: 'NewUser',
        problems: ['conflict', 'role-required'],
        example: { email: 'hopper@example.com', name: 'Grace Hopper', roles: ['member'], send_invite: true },
      },
      [`GET ${USER}`]: {
        id: 'getUser',
        summary: 'Read a person',
        answer: 'UserDetail',
        also: { 304: null },
        problems: ['conflict'],
      },
      [`PATCH ${USER}`]: {
        id: 'updateUser',
        summary: 'Change a person',
        description: `A merge patch (RFC 7396): what is left out stays. A new address is not confirmed. ${TOUCHING}`,
        answer: 'User',
        problems: ['conflict', 'last-admin', 'role-required'],
        example: { name: 'Grace Brewster Hopper', locale: 'en' },
      },
      [`DELETE ${USER}`]: {
        id: 'deleteUser',
        summary: 'Delete a person',
        description: `Their sessions, tokens and authorizations end with this answer; the audit log keeps the id. ${TOUCHING}`,
        answer: null,
        problems: ['conflict', 'last-admin', 'role-required'],
      },
      [`POST ${USER}/disable`]: {
        id: 'disableUser',
        summary: 'Disable a person',
        description: `They cannot sign in, and their sessions and tokens are dead from this answer on. ${TOUCHING}`,
        answer: 'User',
        problems: ['conflict', 'last-admin', 'role-required'],
        example: { reason: 'Left the company.' },
      },
      [`POST ${USER}/enable`]: {
        id: 'enableUser',
        summary: 'Let a disabled person sign in again',
        description: `What ended when they were disabled does not come back. ${TOUCHING}`,
        answer: 'User',
        problems: ['conflict', 'role-required'],
        example: { reason: 'Came back.' },
      },
      [`POST ${USER}/unlock`]: {
        id: 'unlockUser',
        summary: 'Let a person try passwords again at once',
        description: `Wrong passwords so far are forgotten. ${TOUCHING}`,
        answer: 'User',
        problems: ['conflict', 'role-required'],
        example: { reason: 'Called the help desk.' },
      },
      [`POST ${USER}/password-reset`]: {
        id: 'resetUserPassword',
        summary: 'Send a person a link to choose a new password',
        description: `With \`send_mail: false\` nothing is sent, and the link is in this answer, in no other. ${TOUCHING} So does the link.`,
        answer: null,
        also: { 201: 'ResetLink' },
        problems: ['conflict', 'limit-reached', 'role-required'],
        example: { send_mail: true },
      },
      [`GET ${USER}/sessions`]: {
        id: 'listUserSessions',
        summary: 'List where a person is signed in',
        answer: { listOf: 'Session' },
      },
      [`DELETE ${USER}/sessions`]: {
        id: 'endUserSessions',
        summary: 'Sign a person out everywhere',
        description: `Apps keep what they were allowed. ${TOUCHING}`,
        answer: null,
        problems: ['role-required'],
      },
      [`DELETE ${USER}/sessions/{session_id}`]: {
        id: 'endUserSession',
        summary: 'Sign a person out of one browser',
        description: TOUCHING,
        answer: null,
        problems: ['role-required'],
      },
      [`GET ${USER}/authorizations`]: {
        id: 'listUserAuthorizations',
        summary: 'List what a person has granted to apps',
        answer: { listOf: 'Authorization' },
      },
      [`DELETE ${USER}/authorizations/{authorization_id}`]: {
        id: 'endUserAuthorization',
        summary: 'End what a person has granted to an app',
        description: `Every token that came from it ends. The app may ask again. ${TOUCHING}`,
        answer: null,
        problems: ['role-required'],
      },
      [`GET ${USER}/personal-access-tokens`]: {
        id: 'listUserTokens',
        summary: 'List the personal access tokens of a person',
        description: 'Live ones, and those that ended in the last 90 days. Nobody can make one for another.',
        answer: { listOf: 'PersonalAccessToken' },
      },
      [`DELETE ${USER}/personal-access-tokens/{token_id}`]: {
        id: 'revokeUserToken',
        summary: 'Revoke a personal access token of a person',
        description: TOUCHING,
        answer: null,
        problems: ['role-required'],
      },
    },
  },
  {
    tag: 'Sessions',
    words: 'The browsers in which people are signed in.',
    operations: {
      'GET /v1/admin/sessions': {
        id: 'listSessions',
        summary: 'List and find sessions',
        description: 'Of everybody. `active=false` finds those that have run out and are not swept away yet.',
        answer: { listOf: 'Session' },
      },
      'DELETE /v1/admin/sessions/{id}': {
        id: 'endSession',
        summary: 'End a session',
        description: TOUCHING,
        answer: null,
        problems: ['role-required'],
      },
    },
  },
  {
    tag: 'Authorizations',
    words: 'What people have granted to apps: one for each sign-in, with fixed scopes. Tokens come from it.',
    operations: {
      'GET /v1/admin/authorizations': {
        id: 'listAuthorizations',
        summary: 'List and find what people have granted to apps',
        answer: { listOf: 'Authorization' },
      },
      'GET /v1/admin/authorizations/{id}': {
        id: 'getAuthorization',
        summary: 'Read what somebody has granted to an app',
        answer: 'Authorization',
      },
      'DELETE /v1/admin/authorizations/{id}': {
        id: 'endAuthorization',
        summary: 'End what somebody has granted to an app',
        description: `Every token that came from it ends. The app may ask again. ${TOUCHING}`,
        answer: null,
        problems: ['role-required'],
      },
    },
  },
];

import type { OperationGroup } from '../operation';

const PROJECT = '/v1/projects/{id}';
const MEMBERS = '/v1/organization/members';

/** The sample resource API. */
export const SAMPLE_OPERATIONS: OperationGroup[] = [
  {
    tag: 'Profile',
    words: 'The person behind the token.',
    operations: {
      'GET /v1/profile': {
        id: 'getProfile',
        summary: 'Read the profile',
        description: 'The email address is in it with the scope read:email.',
        answer: 'Profile',
        also: { 304: null },
        problems: ['role-required'],
      },
      'PATCH /v1/profile': {
        id: 'updateProfile',
        summary: 'Change the profile',
        answer: 'Profile',
        problems: ['role-required', 'conflict'],
        example: { name: 'Ada King' },
      },
      'GET /v1/profile/email': {
        id: 'getProfileEmail',
        summary: 'Read the email address',
        answer: 'ProfileEmail',
        problems: ['role-required'],
      },
    },
  },
  {
    tag: 'Projects',
    words: 'The projects of the caller, person or machine.',
    operations: {
      'GET /v1/projects': {
        id: 'listProjects',
        summary: 'List and find projects',
        answer: { listOf: 'Project' },
      },
      'POST /v1/projects': {
        id: 'createProject',
        summary: 'Create a project',
        answer: 'Project',
        problems: ['conflict'],
        example: { name: 'Road Map' },
      },
      [`GET ${PROJECT}`]: {
        id: 'getProject',
        summary: 'Read a project',
        answer: 'Project',
        also: { 304: null },
      },
      [`PATCH ${PROJECT}`]: {
        id: 'updateProject',
        summary: 'Change a project',
        answer: 'Project',
        example: { status: 'archived' },
      },
      [`DELETE ${PROJECT}`]: { id: 'deleteProject', summary: 'Delete a project', answer: null },
    },
  },
  {
    tag: 'Organization',
    words: 'Its name, its numbers, its people.',
    operations: {
      'GET /v1/organization': {
        id: 'getOrganization',
        summary: 'Read name and numbers',
        answer: 'Organization',
      },
      'PATCH /v1/organization': {
        id: 'updateOrganization',
        summary: 'Change the name',
        answer: 'Organization',
        example: { name: 'Acme' },
      },
      [`GET ${MEMBERS}`]: {
        id: 'listMembers',
        summary: 'List and find people',
        answer: { listOf: 'Member' },
      },
      [`POST ${MEMBERS}`]: {
        id: 'addMember',
        summary: 'Add somebody',
        description: 'They cannot sign in before they have a password.',
        answer: 'Member',
        problems: ['conflict', 'role-required'],
        example: { email: 'grace@example.com', name: 'Grace Hopper' },
      },
      [`GET ${MEMBERS}/{id}`]: {
        id: 'getMember',
        summary: 'Read a person',
        answer: 'Member',
        also: { 304: null },
      },
      [`DELETE ${MEMBERS}/{id}`]: {
        id: 'removeMember',
        summary: 'Remove a person',
        answer: null,
        problems: ['last-admin', 'role-required'],
      },
    },
  },
  {
    tag: 'Scopes',
    words: 'What a token can be allowed to do.',
    operations: {
      'GET /v1/scopes': {
        id: 'listScopes',
        summary: 'List the scopes, with words',
        answer: { listOf: 'Scope' },
      },
    },
  },
];

import type { ScopeDefinition } from './scope';

const user = { group: 'Profile', grantableTo: 'users', role: 'member' } as const;
const project = { group: 'Projects', grantableTo: 'both', role: 'member' } as const;
const admin = { group: 'Administration', grantableTo: 'both', role: 'admin' } as const;
const account = { group: 'Account', grantableTo: 'users', role: 'member', firstPartyOnly: true } as const;

/** The scopes that every installation has; a company adds its own through `forRoot({ scopes })`. */
export const BUILT_IN_SCOPES: readonly ScopeDefinition[] = [
  {
    ...user,
    name: 'read:profile',
    risk: 'read',
    description: 'Read user profile information',
    consentText: 'See your name and picture',
  },
  {
    ...user,
    name: 'write:profile',
    risk: 'write',
    description: 'Update user profile',
    consentText: 'Change your name and picture',
  },
  {
    ...user,
    name: 'read:email',
    risk: 'read',
    description: "Access user's email address",
    consentText: 'See your email address',
  },
  {
    ...project,
    name: 'read:projects',
    risk: 'read',
    description: 'List and view projects',
    consentText: 'List and view your projects',
  },
  {
    ...project,
    name: 'write:projects',
    risk: 'write',
    description: 'Create and update projects',
    consentText: 'Create and change projects',
  },
  {
    ...project,
    name: 'delete:projects',
    risk: 'danger',
    description: 'Delete projects',
    consentText: 'Delete projects',
  },
  {
    ...admin,
    name: 'admin:read',
    risk: 'read',
    description: 'Read organization-wide data',
    consentText: 'See data of the whole organization',
  },
  {
    ...admin,
    name: 'admin:write',
    risk: 'danger',
    description: 'Manage organization settings',
    consentText: 'Change settings of the organization',
  },
  {
    ...admin,
    name: 'admin:users',
    risk: 'danger',
    description: 'Manage organization users',
    consentText: 'Add, change and remove people',
  },
  {
    ...account,
    name: 'manage:apps',
    risk: 'danger',
    description: "Manage the user's own apps",
    consentText: 'Manage the apps you have registered',
  },
  {
    ...account,
    name: 'manage:tokens',
    risk: 'danger',
    description: "Manage the user's own access tokens",
    consentText: 'Manage your access tokens',
  },
  {
    ...account,
    name: 'manage:account',
    risk: 'danger',
    description: "Manage the user's sessions and connected apps",
    consentText: 'Manage your sessions and connected apps',
  },
];

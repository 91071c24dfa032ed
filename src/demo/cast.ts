import type { ClientRegistrationRequest } from '../clients/application/client-registration';
import { DEMO_SPA } from '../playground/round-trip';
import type { NewUser } from '../users/application/user-administration';

/** A person of the demo, with a password that everybody knows. */
export interface DemoPerson extends NewUser {
  password: string;
  role: 'member' | 'admin';
  status: 'active' | 'disabled';
  /** Names of their projects. */
  projects: readonly string[];
}

/** An app of the demo, with a secret that everybody knows. */
export interface DemoApp extends ClientRegistrationRequest {
  clientId: string;
  scopes: string[];
  fixedSecret: string | null;
  /** Sent back to the playground of this very server, whatever its port. */
  usesPlayground: boolean;
  /** What there is to say about it beyond its secret and its address. */
  note: string | null;
}

export const PEOPLE: readonly DemoPerson[] = [
  {
    email: 'ada@example.com',
    emailVerified: true,
    name: 'Ada Lovelace',
    password: 'demo-ada-password',
    role: 'admin',
    status: 'active',
    projects: ['Analytical Engine', 'Notes on Bernoulli', 'Flying Machine'],
  },
  {
    email: 'ben@example.com',
    emailVerified: true,
    name: 'Ben Okafor',
    password: 'demo-ben-password',
    role: 'member',
    status: 'active',
    projects: ['Roof Garden', 'Winter Reading'],
  },
  {
    email: 'eve@example.com',
    emailVerified: true,
    name: 'Eve Novak',
    password: 'demo-eve-password',
    role: 'member',
    status: 'disabled',
    projects: [],
  },
];

const SCOPES = ['read:profile', 'read:email', 'read:projects', 'write:projects', 'delete:projects'];

/** In the order of their making. The last one says that the seeding is complete. */
export const APPS: readonly DemoApp[] = [
  {
    clientId: 'demo-web',
    name: 'Demo Web',
    type: 'web',
    scopes: SCOPES,
    fixedSecret: 'demo-web-secret',
    usesPlayground: true,
    note: 'code with secret',
  },
  {
    clientId: DEMO_SPA,
    name: 'Demo Board',
    type: 'spa',
    scopes: SCOPES,
    fixedSecret: null,
    usesPlayground: true,
    note: null,
  },
  {
    clientId: 'demo-native',
    name: 'Demo Pocket',
    type: 'native',
    redirectUris: ['http://127.0.0.1/callback'],
    scopes: SCOPES,
    fixedSecret: null,
    usesPlayground: false,
    note: '(any port)',
  },
  {
    clientId: 'demo-m2m',
    name: 'Demo Machine',
    type: 'm2m',
    scopes: ['admin:read', 'admin:write', 'admin:users'],
    fixedSecret: 'demo-m2m-secret',
    usesPlayground: false,
    note: 'client credentials',
  },
];

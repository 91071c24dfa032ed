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
    locales: {
      de: 'Ihren Namen und Ihr Bild sehen',
      es: 'Ver tu nombre y tu foto',
      fr: 'Voir votre nom et votre photo',
    },
  },
  {
    ...user,
    name: 'write:profile',
    risk: 'write',
    description: 'Update user profile',
    consentText: 'Change your name and picture',
    locales: {
      de: 'Ihren Namen und Ihr Bild ändern',
      es: 'Cambiar tu nombre y tu foto',
      fr: 'Modifier votre nom et votre photo',
    },
  },
  {
    ...user,
    name: 'read:email',
    risk: 'read',
    description: "Access user's email address",
    consentText: 'See your email address',
    locales: {
      de: 'Ihre E-Mail-Adresse sehen',
      es: 'Ver tu dirección de correo',
      fr: 'Voir votre adresse e-mail',
    },
  },
  {
    ...project,
    name: 'read:projects',
    risk: 'read',
    description: 'List and view projects',
    consentText: 'List and view your projects',
    locales: {
      de: 'Ihre Projekte auflisten und ansehen',
      es: 'Listar y ver tus proyectos',
      fr: 'Lister et consulter vos projets',
    },
  },
  {
    ...project,
    name: 'write:projects',
    risk: 'write',
    description: 'Create and update projects',
    consentText: 'Create and change projects',
    locales: {
      de: 'Projekte anlegen und ändern',
      es: 'Crear y cambiar proyectos',
      fr: 'Créer et modifier des projets',
    },
  },
  {
    ...project,
    name: 'delete:projects',
    risk: 'danger',
    description: 'Delete projects',
    consentText: 'Delete projects',
    locales: {
      de: 'Projekte löschen',
      es: 'Eliminar proyectos',
      fr: 'Supprimer des projets',
    },
  },
  {
    ...admin,
    name: 'admin:read',
    risk: 'read',
    description: 'Read organization-wide data',
    consentText: 'See data of the whole organization',
    locales: {
      de: 'Daten der ganzen Organisation sehen',
      es: 'Ver datos de toda la organización',
      fr: 'Voir les données de toute l’organisation',
    },
  },
  {
    ...admin,
    name: 'admin:write',
    risk: 'danger',
    description: 'Manage organization settings',
    consentText: 'Change settings of the organization',
    locales: {
      de: 'Einstellungen der Organisation ändern',
      es: 'Cambiar los ajustes de la organización',
      fr: 'Modifier les paramètres de l’organisation',
    },
  },
  {
    ...admin,
    name: 'admin:users',
    risk: 'danger',
    description: 'Manage organization users',
    consentText: 'Add, change and remove people',
    locales: {
      de: 'Personen hinzufügen, ändern und entfernen',
      es: 'Añadir, cambiar y quitar personas',
      fr: 'Ajouter, modifier et retirer des personnes',
    },
  },
  {
    ...account,
    name: 'manage:apps',
    risk: 'danger',
    description: "Manage the user's own apps",
    consentText: 'Manage the apps you have registered',
    locales: {
      de: 'Die Apps verwalten, die Sie registriert haben',
      es: 'Gestionar las apps que has registrado',
      fr: 'Gérer les applications que vous avez enregistrées',
    },
  },
  {
    ...account,
    name: 'manage:tokens',
    risk: 'danger',
    description: "Manage the user's own access tokens",
    consentText: 'Manage your access tokens',
    locales: {
      de: 'Ihre Access-Tokens verwalten',
      es: 'Gestionar tus tokens de acceso',
      fr: 'Gérer vos jetons d’accès',
    },
  },
  {
    ...account,
    name: 'manage:account',
    risk: 'danger',
    description: "Manage the user's sessions and connected apps",
    consentText: 'Manage your sessions and connected apps',
    locales: {
      de: 'Ihre Sitzungen und verbundenen Apps verwalten',
      es: 'Gestionar tus sesiones y apps conectadas',
      fr: 'Gérer vos sessions et applications connectées',
    },
  },
];

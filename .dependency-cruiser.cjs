'use strict';
const { join } = require('node:path');

/*
 * Who may import whom. `npm run layers` enforces it, `npm test` too; docs/architecture.md is drawn from the same source.
 * Two questions: which layer (the folder inside a module) may see what, and which module may see which.
 */

/** Every concept and what stands directly beneath it; what stands beneath that is allowed too. */
const BENEATH = {
  'live-settings': [],
  scopes: [],
  throttles: [],
  clients: ['scopes', 'users', 'throttles'],
  keys: [],
  users: [],
  mail: [],
  'one-time-links': [],
  sessions: ['users', 'throttles'],
  accounts: ['sessions', 'mail', 'one-time-links'],
  tokens: ['clients', 'keys', 'users'],
  'personal-access-tokens': ['tokens'],
  authorization: ['tokens', 'sessions'],
  grants: ['authorization'],
  bearer: ['tokens', 'personal-access-tokens', 'idempotency', 'throttles'],
  audit: [],
  idempotency: [],
  usage: ['clients'],
  desk: ['sessions', 'idempotency'],
  pages: ['scopes'],
};

/** Nobody imports these; they may import every concept, unless their own line in NARROW_LEAVES says less. */
const LEAVES = [
  'admin',
  'health',
  'home',
  'metadata',
  'metrics',
  'notifications',
  'openapi',
  'organization',
  'passport',
  'playground',
  'problems',
  'profile',
  'projects',
  'purge',
  'self-service',
  'server',
  'settings',
  'sign-in',
];

/** The sample resource API sees what a resource API of its own would: the bearer guard and nothing of the server. */
const NARROW_LEAVES = { projects: ['bearer'] };

/** Programs beside src/main.ts: they start the whole and may use every module, of each other what stands here. */
const PROGRAMS = { cli: ['demo'], demo: [], workers: [] };

/** Beneath everything: words, then what all share. Of the modules, `shared` sees the settings only. */
const GROUND = { locales: [], shared: ['locales'], config: ['shared'], database: ['shared', 'config'] };

/** HTML, for everybody who stands above what it shows. */
const WITHOUT_PAGES = ['pages', 'scopes', 'projects'];

function beneath(module) {
  return BENEATH[module].flatMap((lower) => [lower, ...beneath(lower)]);
}

function visibleTo(module) {
  if (GROUND[module]) return GROUND[module];
  if (PROGRAMS[module])
    return [...Object.keys(GROUND), ...Object.keys(BENEATH), ...LEAVES, ...PROGRAMS[module]];
  const concepts = LEAVES.includes(module)
    ? (NARROW_LEAVES[module] ?? Object.keys(BENEATH))
    : beneath(module);
  const pages = WITHOUT_PAGES.includes(module) ? [] : ['pages'];
  return [...new Set([...concepts, ...pages, ...Object.keys(GROUND)])];
}

const MODULES = [...Object.keys(GROUND), ...Object.keys(BENEATH), ...LEAVES, ...Object.keys(PROGRAMS)];
const oneOf = (names) => `(?:${names.join('|')})`;

/** src/*.ts wire the whole; they may see everything, and specs may too. */
const PROGRAM = `^src/${oneOf(Object.keys(PROGRAMS))}/`;
/** Here errors of the database are turned into answers, so that none crosses the HTTP border. */
const BORDER = '^src/server/';
const SPEC = '\\.spec\\.ts$';
const MODULE_FILE = '\\.module\\.ts$';
const STORAGE_PACKAGES = 'node_modules/(?:typeorm|libsql|mysql2)/';
/** Where a flat module keeps its tables. */
const FLAT_STORAGE = '^src/[^/]+/(?:typeorm-[^/]+|[^/]+\\.schemas?)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    // ---- layers
    {
      name: 'domain-is-plain',
      comment:
        'domain imports domain (of any module), words, types of the settings, node:crypto and node:zlib.',
      severity: 'error',
      from: { path: '^src/[^/]+/domain/', pathNot: SPEC },
      to: {
        pathNot: [
          '^src/[^/]+/domain/',
          '^src/locales/words\\.ts$',
          '^src/config/settings\\.ts$',
          '^(?:node:)?(?:crypto|zlib)$',
        ],
      },
    },
    {
      name: 'domain-takes-types-of-settings-only',
      comment: 'The domain may name a type of the settings, but never read a setting.',
      severity: 'error',
      from: { path: '^src/[^/]+/domain/', pathNot: SPEC },
      to: { path: '^src/config/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'application-without-framework',
      comment:
        'application imports domain and application (of any module), config, shared; of packages @nestjs/common, jose, argon2, bcrypt.',
      severity: 'error',
      from: { path: '^src/[^/]+/application/', pathNot: SPEC },
      to: {
        pathNot: [
          '^src/[^/]+/(?:domain|application)/',
          '^src/(?:config|locales)/',
          '^(?:node:)?(?:crypto|zlib|util|async_hooks|timers/promises)$',
          'node_modules/(?:@nestjs/common|jose|@node-rs/argon2|@node-rs/bcrypt)/',
        ],
      },
    },
    {
      name: 'infrastructure-stores-its-own',
      comment:
        'infrastructure imports the layers of its own module, domain of others, database/, shared, config, TypeORM, nodemailer, Argon2 and @nestjs/common.',
      severity: 'error',
      from: { path: '^src/([^/]+)/infrastructure/', pathNot: SPEC },
      to: {
        pathNot: [
          '^src/$1/(?:domain|application|infrastructure)/',
          '^src/[^/]+/domain/',
          '^src/shared/application/',
          '^src/(?:database|config)/',
          '^(?:node:)?(?:crypto|fs|os|path|util|worker_threads)$',
          'node_modules/(?:typeorm|mysql2|nodemailer|@node-rs/argon2|@nestjs/common)/',
        ],
      },
    },
    {
      name: 'storage-only-in-infrastructure',
      comment:
        'http, guards, decorators and controllers ask the application. Only infrastructure/, a flat module’s *.schema.ts and typeorm-*.ts, *.module.ts, programs, and the border that keeps database errors in know the database.',
      severity: 'error',
      from: {
        path: '^src/[^/]+/',
        pathNot: [
          '^src/[^/]+/infrastructure/',
          '^src/database/',
          FLAT_STORAGE,
          MODULE_FILE,
          PROGRAM,
          BORDER,
          SPEC,
        ],
      },
      to: { path: [STORAGE_PACKAGES, '^src/database/', '^src/[^/]+/infrastructure/', FLAT_STORAGE] },
    },
    // ---- modules
    {
      name: 'infrastructure-and-http-are-private',
      comment:
        'A module shows its domain, its application and its root files. (shared/http is there to be shared.)',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: SPEC },
      to: { path: '^src/[^/]+/(?:infrastructure|http)/', pathNot: '^src/(?:$1/|shared/http/)' },
    },
    {
      name: 'modules-wire-modules',
      comment: 'A *.module.ts is imported by other *.module.ts and by src/*.ts.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [MODULE_FILE, SPEC] },
      to: { path: `^src/[^/]+/.*${MODULE_FILE}` },
    },
    {
      name: 'nobody-imports-the-whole',
      comment: 'src/*.ts put the modules together; the modules do not know them. (Programs start the whole.)',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [PROGRAM, SPEC] },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'shared-knows-nobody',
      comment:
        'shared imports nothing of other modules but words and the settings (its domain: their types, see above).',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: SPEC },
      to: { path: '^src/', pathNot: ['^src/(?:shared|locales)/', '^src/config/settings\\.ts$'] },
    },
    {
      name: 'leaves-are-leaves',
      comment: 'What nobody is built on: only src/*.ts and programs import it.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: [PROGRAM, SPEC] },
      to: { path: `^src/${oneOf([...LEAVES, ...Object.keys(PROGRAMS)])}/`, pathNot: '^src/$1/' },
    },
    ...MODULES.filter((module) => module !== 'shared').map((module) => ({
      name: 'module-order',
      comment: `${module} may import ${visibleTo(module).join(', ')}. The order is BENEATH in .dependency-cruiser.cjs.`,
      severity: 'error',
      from: { path: `^src/${module}/`, pathNot: SPEC },
      to: { path: '^src/[^/]+/', pathNot: `^src/${oneOf([module, ...visibleTo(module)])}/` },
    })),
    {
      name: 'every-module-has-a-place',
      comment: 'A new folder in src/ gets a line in BENEATH or LEAVES first.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/${oneOf(MODULES)}/` },
      to: {},
    },
    // ---- everywhere
    {
      name: 'no-circular',
      comment: 'No file reaches itself, not even by types.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'What cannot be found cannot be judged.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      comment: 'What runs is in "dependencies".',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(?:dist|data|coverage)/' },
    tsPreCompilationDeps: true, // sees imports of types
    tsConfig: { fileName: join(__dirname, 'tsconfig.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};

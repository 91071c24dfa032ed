'use strict';
const { existsSync, readdirSync, readFileSync, realpathSync } = require('node:fs');
const { join } = require('node:path');

/*
 * Everything runs as CommonJS, as in production. Node itself can `require()` an ES module, jest cannot:
 * so the packages of node_modules that are ES modules are compiled like our own code.
 */

/** CommonJS by their package.json, but they load an ES module in a way that only a compiled copy survives. */
const COMPILE_TOO = ['@fastify/cookie'];

/** Every package folder under `folder` (node_modules), nested ones too. */
function packagesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((scoped) => `${name}/${scoped}`) : [name],
    )
    .flatMap((name) => [
      { name, path: join(folder, name) },
      ...packagesIn(join(folder, name, 'node_modules')),
    ]);
}

function isEsModule({ name, path }) {
  if (COMPILE_TOO.includes(name)) return true;
  const manifest = join(path, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
}

const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const esModules = packagesIn(realpathSync(join(__dirname, 'node_modules')))
  .filter(isEsModule)
  .map(({ path }) => escape(path));

/** As tsconfig.json says: decorators with metadata, and native class fields (tsc's default from ES2022 on). */
const typescript = {
  swcrc: false,
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    keepClassNames: true,
  },
};
const javascript = {
  swcrc: false,
  jsc: { target: 'es2022', parser: { syntax: 'ecmascript' }, keepClassNames: true },
};

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '\\.ts$': ['@swc/jest', typescript],
    '\\.[cm]?js$': ['@swc/jest', javascript],
  },
  // Left as it is: what lies in node_modules, but not directly in one of the packages found above.
  transformIgnorePatterns: [`^(?!(?:${esModules.join('|')})/(?!.*/node_modules/)).*/node_modules/`],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/', '<rootDir>/test-artifacts/'],
  setupFiles: ['reflect-metadata'],
  restoreMocks: true,
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testTimeout: 60_000, // jest reads it here only, not in a project
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'lcov', 'html'],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.spec.ts', '!src/**/*.d.ts', '!src/main.ts'],
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'] },
  ],
};

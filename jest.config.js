'use strict';

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

const common = {
  rootDir: __dirname,
  testEnvironment: '<rootDir>/test/runner/one-realm-environment.cjs',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '/node_modules/.+\\.[cm]?js$': '<rootDir>/test/runner/native-module.cjs',
    '\\.ts$': ['@swc/jest', typescript],
  },
  transformIgnorePatterns: ['/node_modules/(?:@jest/|jest)'],
  modulePathIgnorePatterns: [
    '<rootDir>/bench/',
    '<rootDir>/dist/',
    '<rootDir>/data/',
    '<rootDir>/test-artifacts/',
  ],
  // A dynamic import names the compiled file.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1', '$1.js'] },
  setupFiles: ['reflect-metadata'],
  restoreMocks: true,
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/runner/slow-first.cjs',
  testTimeout: 60_000, // jest reads it here only, not in a project
  coverageProvider: 'v8',
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'lcov', 'html'],
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.spec.ts', '!src/**/*.d.ts', '!src/main.ts'],
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'] },
  ],
};

import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The house rules that need no types. */
const HOUSE = {
  eqeqeq: 'error',
  'no-console': 'off',
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportDefaultDeclaration', message: 'Name what you export (architecture.md).' },
    { selector: 'ExportAllDeclaration', message: 'No barrels: say what you export (architecture.md).' },
    { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  ],
};

// typescript-eslint leaves alone what decorators need at run time: it reads the metadata options of tsconfig.json.
const TYPED = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/restrict-plus-operands': 'error',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
};

const UNUSED = [
  'error',
  { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all', ignoreRestSiblings: true },
];

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'coverage/', 'test-artifacts/', '**/node_modules/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...HOUSE,
      ...TYPED,
      '@typescript-eslint/no-unused-vars': UNUSED,
      // libsql and other CommonJS packages: import x = require('x')
      '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true }],
    },
  },
  {
    files: ['src/index.ts', 'src/*/index.ts'],
    rules: {
      'no-restricted-syntax': ['error', HOUSE['no-restricted-syntax'][1], HOUSE['no-restricted-syntax'][3]],
    },
  },
  {
    files: ['ormconfig.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    extends: [tseslint.configs.recommended],
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': UNUSED,
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
);

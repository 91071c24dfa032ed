import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

/** Packages that the fixtures import; only their being found matters. */
const PACKAGES = ['typeorm', '@nestjs/common', '@nestjs/core', 'jose', 'fastify'];

/** Writes `files` into an empty project and returns "rule: from -> to" for everything the rules find. */
function violationsIn(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'grantor-layers-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  try {
    const dependencies = Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0']));
    write('package.json', JSON.stringify({ name: 'fixture', dependencies }));
    for (const name of PACKAGES) {
      write(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      );
      write(`node_modules/${name}/index.js`, 'module.exports = {};');
    }
    for (const [path, text] of Object.entries(files)) write(path, text);
    return cruise(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cruise(folder: string): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [CRUISER, 'src', '--config', CONFIG, '--output-type', 'json'],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (stdout === '') throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

const a = 'export class A {}';

/** At least one planted violation for each rule; numbers keep the files apart, since all lie in one tree. */
const PLANTED: { name: string; files: Record<string, string>; expected: string }[] = [
  {
    name: 'a domain that imports TypeORM',
    files: {
      'src/clients/domain/x1.ts': `import { EntitySchema } from 'typeorm'; export const x = EntitySchema;`,
    },
    expected: 'domain-is-plain: src/clients/domain/x1.ts -> node_modules/typeorm/index.js',
  },
  {
    name: 'a domain that imports Nest, if only a type',
    files: { 'src/keys/domain/x2.ts': `import type { Type } from '@nestjs/common'; export type X = Type;` },
    expected: 'domain-is-plain: src/keys/domain/x2.ts -> node_modules/@nestjs/common/index.js',
  },
  {
    name: 'a domain that reads a file',
    files: {
      'src/keys/domain/x3.ts': `import { readFileSync } from 'node:fs'; export const x = readFileSync;`,
    },
    expected: 'domain-is-plain: src/keys/domain/x3.ts -> fs',
  },
  {
    name: 'a domain that imports its infrastructure',
    files: {
      'src/clients/domain/x4.ts': `import { A } from '../infrastructure/a4'; export const x = A;`,
      'src/clients/infrastructure/a4.ts': a,
    },
    expected: 'domain-is-plain: src/clients/domain/x4.ts -> src/clients/infrastructure/a4.ts',
  },
  {
    name: 'a domain that imports its application',
    files: {
      'src/clients/domain/x5.ts': `import type { A } from '../application/a5'; export type X = A;`,
      'src/clients/application/a5.ts': a,
    },
    expected: 'domain-is-plain: src/clients/domain/x5.ts -> src/clients/application/a5.ts',
  },
  {
    name: 'a domain that reads settings',
    files: {
      'src/clients/domain/x6.ts': `import { A } from '../../config/settings'; export const x = A;`,
      'src/config/settings.ts': a,
    },
    expected: 'domain-takes-types-of-settings-only: src/clients/domain/x6.ts -> src/config/settings.ts',
  },
  {
    name: 'an application that knows Fastify',
    files: { 'src/tokens/application/x7.ts': `import type { A } from 'fastify'; export type X = A;` },
    expected: 'application-without-framework: src/tokens/application/x7.ts -> node_modules/fastify/index.js',
  },
  {
    name: 'an application that knows the core of Nest',
    files: { 'src/tokens/application/x8.ts': `import { A } from '@nestjs/core'; export const x = A;` },
    expected:
      'application-without-framework: src/tokens/application/x8.ts -> node_modules/@nestjs/core/index.js',
  },
  {
    name: 'an application that imports http',
    files: {
      'src/tokens/application/x9.ts': `import { A } from '../http/a9'; export const x = A;`,
      'src/tokens/http/a9.ts': a,
    },
    expected: 'application-without-framework: src/tokens/application/x9.ts -> src/tokens/http/a9.ts',
  },
  {
    name: 'an infrastructure that imports the application of another module',
    files: {
      'src/tokens/infrastructure/x10.ts': `import { A } from '../../clients/application/a10'; export const x = A;`,
      'src/clients/application/a10.ts': a,
    },
    expected:
      'infrastructure-stores-its-own: src/tokens/infrastructure/x10.ts -> src/clients/application/a10.ts',
  },
  {
    name: 'a controller that uses TypeORM',
    files: { 'src/tokens/http/x11.controller.ts': `import { A } from 'typeorm'; export const x = A;` },
    expected:
      'storage-only-in-infrastructure: src/tokens/http/x11.controller.ts -> node_modules/typeorm/index.js',
  },
  {
    name: 'a controller that imports its infrastructure',
    files: {
      'src/tokens/http/x12.controller.ts': `import { A } from '../infrastructure/a12'; export const x = A;`,
      'src/tokens/infrastructure/a12.ts': a,
    },
    expected:
      'storage-only-in-infrastructure: src/tokens/http/x12.controller.ts -> src/tokens/infrastructure/a12.ts',
  },
  {
    name: 'a guard that asks the database',
    files: {
      'src/bearer/x13.guard.ts': `import { A } from '../database/a13'; export const x = A;`,
      'src/database/a13.ts': a,
    },
    expected: 'storage-only-in-infrastructure: src/bearer/x13.guard.ts -> src/database/a13.ts',
  },
  {
    name: 'the http of a foreign module',
    files: {
      'src/grants/http/x14.ts': `import { A } from '../../tokens/http/a14'; export const x = A;`,
      'src/tokens/http/a14.ts': a,
    },
    expected: 'infrastructure-and-http-are-private: src/grants/http/x14.ts -> src/tokens/http/a14.ts',
  },
  {
    name: 'the infrastructure of a foreign module, even from a *.module.ts',
    files: {
      'src/grants/grants.module.ts': `import { A } from '../tokens/infrastructure/a15'; export const x = A;`,
      'src/tokens/infrastructure/a15.ts': a,
    },
    expected:
      'infrastructure-and-http-are-private: src/grants/grants.module.ts -> src/tokens/infrastructure/a15.ts',
  },
  {
    name: 'a controller that imports a Nest module',
    files: {
      'src/grants/http/x16.ts': `import { A } from '../../tokens/tokens.module'; export const x = A;`,
      'src/tokens/tokens.module.ts': a,
    },
    expected: 'modules-wire-modules: src/grants/http/x16.ts -> src/tokens/tokens.module.ts',
  },
  {
    name: 'a module that imports the whole',
    files: {
      'src/grants/http/x17.ts': `import { A } from '../../entities'; export const x = A;`,
      'src/entities.ts': a,
    },
    expected: 'nobody-imports-the-whole: src/grants/http/x17.ts -> src/entities.ts',
  },
  {
    name: 'shared that imports a concept',
    files: {
      'src/shared/domain/x18.ts': `import type { A } from '../../users/domain/a18'; export type X = A;`,
      'src/users/domain/a18.ts': a,
    },
    expected: 'shared-knows-nobody: src/shared/domain/x18.ts -> src/users/domain/a18.ts',
  },
  {
    name: 'a concept that imports a leaf',
    files: {
      'src/authorization/http/x19.ts': `import { A } from '../../sign-in/a19'; export const x = A;`,
      'src/sign-in/a19.ts': a,
    },
    expected: 'leaves-are-leaves: src/authorization/http/x19.ts -> src/sign-in/a19.ts',
  },
  {
    name: 'an import against the order of modules',
    files: {
      'src/clients/application/x20.ts': `import { A } from '../../tokens/application/a20'; export const x = A;`,
      'src/tokens/application/a20.ts': a,
    },
    expected: 'module-order: src/clients/application/x20.ts -> src/tokens/application/a20.ts',
  },
  {
    name: 'a sample API that looks behind the bearer guard',
    files: {
      'src/projects/domain/x21.ts': `import type { A } from '../../tokens/domain/a21'; export type X = A;`,
      'src/tokens/domain/a21.ts': a,
    },
    expected: 'module-order: src/projects/domain/x21.ts -> src/tokens/domain/a21.ts',
  },
  {
    name: 'a module without a place',
    files: {
      'src/novelty/x22.ts': `import { A } from './a22'; export const x = A;`,
      'src/novelty/a22.ts': a,
    },
    expected: 'every-module-has-a-place: src/novelty/x22.ts -> src/novelty/a22.ts',
  },
  {
    name: 'a cycle, if only of types',
    files: {
      'src/keys/domain/x23.ts': `import type { Y } from './y23'; export interface X { y: Y }`,
      'src/keys/domain/y23.ts': `import type { X } from './x23'; export interface Y { x: X }`,
    },
    expected: 'no-circular: src/keys/domain/x23.ts -> src/keys/domain/y23.ts',
  },
  {
    name: 'a cycle of Nest modules',
    files: {
      'src/keys/keys24.module.ts': `import { Y } from '../tokens/tokens24.module'; export class X { y = Y; }`,
      'src/tokens/tokens24.module.ts': `import { X } from '../keys/keys24.module'; export class Y { x = X; }`,
    },
    expected: 'no-circular: src/keys/keys24.module.ts -> src/tokens/tokens24.module.ts',
  },
  {
    name: 'an import of what is not there',
    files: { 'src/keys/domain/x25.ts': `import { A } from './nowhere'; export const x = A;` },
    expected: 'no-unresolvable: src/keys/domain/x25.ts -> ./nowhere',
  },
  {
    name: 'a package that package.json does not name',
    files: {
      'src/keys/http/x26.ts': `import { A } from 'stranger'; export const x = A;`,
      'node_modules/stranger/package.json': '{ "name": "stranger", "main": "index.js" }',
      'node_modules/stranger/index.js': '',
    },
    expected: 'no-undeclared-package: src/keys/http/x26.ts -> node_modules/stranger/index.js',
  },
];

describe('layers', () => {
  let found: string[];

  beforeAll(() => {
    found = violationsIn(Object.assign({}, ...PLANTED.map(({ files }) => files)) as Record<string, string>);
  });

  it.each(PLANTED)('find $name', ({ expected }) => {
    expect(found).toContain(expected);
  });

  it('have a planted violation for every rule', () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the configuration is CommonJS
    const { forbidden } = require(CONFIG) as { forbidden: { name: string }[] };
    const rules = new Set(forbidden.map(({ name }) => name));
    expect(new Set(PLANTED.map(({ expected }) => expected.split(':')[0]))).toEqual(rules);
  });

  it('let the intended directions pass', () => {
    const intended = {
      'src/config/settings.ts': `export type Format = 'jwt'; export class Settings {}`,
      'src/shared/domain/clock.ts': 'export class Clock {}',
      'src/shared/http/form.ts': 'export class Form {}',
      'src/database/database.ts': `import { A } from 'typeorm'; export const Database = A;`,
      'src/clients/domain/client.ts': `import { type Format } from '../../config/settings'; import { createHash } from 'node:crypto'; export type Client = Format; export const h = createHash;`,
      'src/clients/application/clients.ts': `import { Injectable } from '@nestjs/common'; import { Settings } from '../../config/settings'; import type { Client } from '../domain/client'; export class Clients { x = Injectable; s = Settings; c!: Client; }`,
      'src/clients/infrastructure/typeorm-clients.ts': `import { A } from 'typeorm'; import { Database } from '../../database/database'; import { Clients } from '../application/clients'; export const TypeOrmClients = [A, Clients, Database];`,
      'src/clients/clients.module.ts': `import { TypeOrmClients } from './infrastructure/typeorm-clients'; export const ClientsModule = TypeOrmClients;`,
      'src/tokens/http/token.controller.ts': `import { Form } from '../../shared/http/form'; import { Clients } from '../../clients/application/clients'; export const x = [Form, Clients];`,
      'src/tokens/tokens.module.ts': `import { ClientsModule } from '../clients/clients.module'; import { x } from './http/token.controller'; export const TokensModule = [ClientsModule, x];`,
      'src/audit/audit-event.schema.ts': `import { A } from 'typeorm'; export const AuditEventSchema = A;`,
      'src/entities.ts': `import { TypeOrmClients } from './clients/infrastructure/typeorm-clients'; import { AuditEventSchema } from './audit/audit-event.schema'; export const ENTITIES = [TypeOrmClients, AuditEventSchema];`,
      'src/purge/purge.ts': 'export class Purge {}',
      'src/cli/purge.verb.ts': `import { Purge } from '../purge/purge'; import { AppModule } from '../app.module'; export const x = [Purge, AppModule];`,
      'src/app.module.ts': `import { TokensModule } from './tokens/tokens.module'; export const AppModule = TokensModule;`,
    };
    expect(violationsIn(intended)).toEqual([]);
  });
});

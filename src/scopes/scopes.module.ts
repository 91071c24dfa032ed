import { Module } from '@nestjs/common';
import { ResourceRegistry, Resources } from './application/resources';
import { ScopeCatalogue } from './application/scope-catalogue';
import { ScopeKeeping } from './application/scope-keeping';
import { ScopeRules } from './application/scope-rules';
import { ScopeStore } from './application/scope-store';
import { BUILT_IN_SCOPES } from './domain/built-in-scopes';
import type { ScopeDefinition } from './domain/scope';
import { ScopesController } from './http/scopes.controller';
import { TypeOrmResourceRegistry } from './infrastructure/typeorm-resource-registry';
import { TypeOrmScopeStore } from './infrastructure/typeorm-scope-store';

/** Scopes, the APIs that they are for, and the rules by which they are given. */
@Module({
  controllers: [ScopesController],
  providers: [
    ScopeRules,
    ScopeKeeping,
    Resources,
    { provide: ScopeStore, useClass: TypeOrmScopeStore },
    { provide: ResourceRegistry, useClass: TypeOrmResourceRegistry },
  ],
  exports: [ScopeRules, ScopeKeeping, ScopeStore, Resources, ResourceRegistry],
})
export class ScopesModule {}

/** @param scopes the company's own, beside the built-in ones */
export const scopeCatalogueOf = (scopes: readonly ScopeDefinition[]) =>
  new ScopeCatalogue([...BUILT_IN_SCOPES, ...scopes]);

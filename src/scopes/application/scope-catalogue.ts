import { Injectable } from '@nestjs/common';
import { isScopeToken, type ScopeDefinition } from '../domain/scope';

/** Every scope that this server knows. */
@Injectable()
export class ScopeCatalogue {
  private readonly byName: Map<string, ScopeDefinition>;

  /** @throws Error when a name stands twice or is no scope-token (RFC 6749 §3.3) */
  constructor(definitions: readonly ScopeDefinition[]) {
    this.byName = new Map(definitions.map((scope) => [scope.name, scope]));
    const broken = definitions.find((scope) => !isScopeToken(scope.name));
    if (broken) throw new Error(`The scope "${broken.name}" has a character that no scope may have.`);
    if (this.byName.size < definitions.length) throw new Error('A scope is defined twice.');
  }

  all(): ScopeDefinition[] {
    return [...this.byName.values()];
  }

  names(): string[] {
    return [...this.byName.keys()];
  }

  find(name: string): ScopeDefinition | null {
    return this.byName.get(name) ?? null;
  }

  /** Definitions in the order of the names; names that are gone from the catalogue are left out. */
  describe(names: readonly string[]): ScopeDefinition[] {
    return names.flatMap((name) => this.find(name) ?? []);
  }
}

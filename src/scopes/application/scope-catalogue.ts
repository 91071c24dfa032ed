import { Injectable } from '@nestjs/common';
import { isScopeToken, type ScopeDefinition } from '../domain/scope';
import type { StoredScope } from '../domain/stored-scope';

/** Every scope that this server knows: those that come with it, a company's, and those of administrators. */
@Injectable()
export class ScopeCatalogue {
  private readonly fixed: ReadonlyMap<string, ScopeDefinition>;
  private stored: readonly StoredScope[] = [];
  private byName: ReadonlyMap<string, ScopeDefinition>;

  /** @throws Error when a name stands twice or is no scope-token (RFC 6749 §3.3) */
  constructor(definitions: readonly ScopeDefinition[]) {
    this.fixed = new Map(definitions.map((scope) => [scope.name, scope]));
    this.byName = this.fixed;
    const broken = definitions.find((scope) => !isScopeToken(scope.name));
    if (broken) throw new Error(`The scope "${broken.name}" has a character that no scope may have.`);
    if (this.fixed.size < definitions.length) throw new Error('A scope is defined twice.');
  }

  /** Takes over what administrators have written: scopes of their own, and words for the fixed ones. */
  adopt(stored: readonly StoredScope[]): void {
    if (stored === this.stored) return;
    this.stored = stored;
    const byName = new Map(this.fixed);
    for (const scope of stored) byName.set(scope.name, withFixed(scope, this.fixed.get(scope.name)));
    this.byName = byName;
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

  /** Whether it comes with the server or the company's code: then it is always there. */
  isFixed(name: string): boolean {
    return this.fixed.has(name);
  }

  /** Those that a request without `scope` gets. */
  defaults(): string[] {
    return this.all().flatMap(({ name, isDefault }) => (isDefault ? [name] : []));
  }

  /** Definitions in the order of the names; names that are gone from the catalogue are left out. */
  describe(names: readonly string[]): ScopeDefinition[] {
    return names.flatMap((name) => this.find(name) ?? []);
  }
}

/** Words and risk of a fixed scope can be other ones; who may hold it cannot. */
function withFixed(scope: StoredScope, fixed: ScopeDefinition | undefined): ScopeDefinition {
  const { name, description, consentText, locales, group, risk, isDefault, grantableTo, audience } = scope;
  const words = { name, description, consentText, locales, group, risk, isDefault };
  return fixed ? { ...fixed, ...words } : { ...words, grantableTo, audience, role: 'member' };
}

import { Injectable } from '@nestjs/common';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { ScopeKeeping } from '../../scopes/application/scope-keeping';
import { ScopeStore, ScopeTakenError } from '../../scopes/application/scope-store';
import { isScopeToken, type ScopeDefinition } from '../../scopes/domain/scope';
import { isReservedName, StoredScope } from '../../scopes/domain/stored-scope';
import { Platform } from '../../shared/application/platform';
import { changesBetween } from '../../shared/domain/changes';
import type { Precondition } from '../../shared/domain/precondition';
import { type FieldError, fieldError, Problem, refused, refusedAs } from '../../shared/domain/problem';
import type { Change, Party } from '../../shared/domain/security-events';
import { type ScopeUse, ScopeUses } from './scope-uses';

/** What is said of a scope beside its name. */
export type ScopeWords = Omit<StoredScope, 'name' | 'createdAt' | 'updatedAt' | 'version'>;

/** A scope as administrators know it. */
export interface KnownScope {
  scope: ScopeDefinition;
  /** It comes with the server: words and risk can change, and nothing else. */
  isFixed: boolean;
  /** 0: nobody has changed it. */
  version: number;
}

const NAMES = [
  'description',
  'consentText',
  'locales',
  'group',
  'risk',
  'isDefault',
  'grantableTo',
  'audience',
] as const satisfies (keyof ScopeWords)[];

/** How administrators look after scopes: every node knows what they do in the next request. */
@Injectable()
export class ScopeDesk {
  constructor(
    private readonly catalogue: ScopeCatalogue,
    private readonly store: ScopeStore,
    private readonly keeping: ScopeKeeping,
    private readonly uses: ScopeUses,
    private readonly platform: Platform,
  ) {}

  async all(): Promise<KnownScope[]> {
    const stored = await this.store.all();
    return this.catalogue.all().map((scope) => this.know(scope, stored));
  }

  /** @throws Problem `not-found` */
  async find(name: string): Promise<KnownScope> {
    const scope = this.catalogue.find(name);
    if (!scope) throw Problem.notFound('scope');
    return this.know(scope, await this.store.all());
  }

  countUses(name: string): Promise<ScopeUse> {
    return this.uses.count(name, this.platform.now());
  }

  /** @throws Problem `validation-failed`, `conflict` when the name is taken */
  async create(name: string, words: ScopeWords, actor: Party): Promise<KnownScope> {
    requireName(name);
    if (this.catalogue.isFixed(name)) throw nameTaken();
    const now = this.platform.now();
    const scope = new StoredScope({ ...words, name, createdAt: now, updatedAt: now, version: 1 });
    await this.platform.transaction(async () => {
      try {
        await this.store.add(scope);
      } catch (error) {
        throw error instanceof ScopeTakenError ? nameTaken() : error;
      }
      await this.publish('scope.created', name, actor);
    });
    await this.keeping.renew();
    return { scope: { ...scope, role: 'member' }, isFixed: false, version: 1 };
  }

  /** @throws Problem `not-found`, `version-mismatch`, `validation-failed` for what cannot change at one of ours */
  async change(
    name: string,
    changes: Partial<ScopeWords>,
    { condition, actor }: { condition: Precondition; actor: Party },
  ): Promise<KnownScope> {
    const before = await this.find(name);
    condition.requireMatch(before.version);
    if (before.isFixed) requireWordsOnly(changes);
    const words = wordsOf(before.scope);
    const after = { ...words, ...changes };
    const differences = changesBetween(words, after, NAMES);
    if (differences.length === 0) return before;
    const now = this.platform.now();
    const version = before.version + 1;
    const createdAt = (await this.store.all()).find((one) => one.name === name)?.createdAt ?? now;
    const scope = new StoredScope({ ...after, name, createdAt, updatedAt: now, version });
    await this.platform.transaction(async () => {
      if (!(await this.write(scope, before.version))) throw changedMeanwhile();
      await this.publish('scope.updated', name, actor, differences);
    });
    await this.keeping.renew();
    return { scope: { ...before.scope, ...after }, isFixed: before.isFixed, version };
  }

  /** @throws Problem `not-found`, `conflict` for one of ours, `scope-in-use`, `version-mismatch` */
  async remove(name: string, { condition, actor }: { condition: Precondition; actor: Party }): Promise<void> {
    const { isFixed, version } = await this.find(name);
    condition.requireMatch(version);
    if (isFixed) throw refusedAs('conflict', 'fault.scope.fixed');
    await this.platform.transaction(async () => {
      await this.keeping.hold();
      const uses = await this.countUses(name);
      if (uses.clients + uses.authorizations + uses.tokens > 0) throw inUse(uses);
      if (!(await this.store.remove(name, version))) throw changedMeanwhile();
      await this.publish('scope.deleted', name, actor);
    });
    await this.keeping.renew();
  }

  private async write(scope: StoredScope, readVersion: number): Promise<boolean> {
    if (readVersion > 0) return this.store.replace(scope, readVersion);
    try {
      await this.store.add(scope);
      return true;
    } catch (error) {
      if (error instanceof ScopeTakenError) return false;
      throw error;
    }
  }

  private know(scope: ScopeDefinition, stored: readonly StoredScope[]): KnownScope {
    const version = stored.find(({ name }) => name === scope.name)?.version ?? 0;
    return { scope, isFixed: this.catalogue.isFixed(scope.name), version };
  }

  private publish(
    type: `scope.${'created' | 'updated' | 'deleted'}`,
    name: string,
    actor: Party,
    changes: Change[] = [],
  ): Promise<void> {
    const target = { type: 'scope', id: name } as const;
    return this.platform.publish({ type, outcome: 'success', actor, target, changes });
  }
}

export const wordsOf = (scope: ScopeDefinition): ScopeWords => ({
  description: scope.description,
  consentText: scope.consentText,
  locales: scope.locales ?? {},
  group: scope.group,
  risk: scope.risk,
  isDefault: scope.isDefault ?? false,
  grantableTo: scope.grantableTo,
  audience: scope.audience ?? null,
});

/** What is wrong with the name of a new scope. */
export function scopeNameFaults(name: string): FieldError[] {
  if (!isScopeToken(name)) return [fieldError('/name', 'scope_token', 'fault.scope.name')];
  return isReservedName(name) ? [fieldError('/name', 'reserved', 'fault.scope.reserved')] : [];
}

function requireName(name: string): void {
  const [fault] = scopeNameFaults(name);
  if (fault) throw refused('validation-failed', fault);
}

function requireWordsOnly(changes: Partial<ScopeWords>): void {
  const fixed = { grantableTo: '/grantable_to', audience: '/audience' } as const;
  const detail = 'This scope comes with the server: its words and its risk can change, and nothing else.';
  const errors = (['grantableTo', 'audience'] as const)
    .filter((name) => changes[name] !== undefined)
    .map((name) => ({ pointer: fixed[name], code: 'fixed', detail }));
  if (errors.length > 0) throw new Problem('validation-failed', detail, { errors });
}

const nameTaken = () => refused('conflict', fieldError('/name', 'taken', 'fault.scope.taken'));

const changedMeanwhile = () =>
  new Problem('version-mismatch', 'Somebody else has changed this scope meanwhile.', {
    words: { key: 'fault.changedMeanwhile' },
  });

function inUse(uses: ScopeUse): Problem {
  const { clients, authorizations, tokens } = uses;
  const detail = `In use: ${clients} clients may ask for it, ${authorizations} acts of granting and ${tokens} stored tokens have it.`;
  return new Problem('scope-in-use', detail, {
    members: { uses },
    words: { key: 'fault.scope.inUse', values: { ...uses } },
  });
}

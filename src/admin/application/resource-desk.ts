import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { clientRef } from '../../clients/domain/client';
import { KeyStore, RingKeyStore } from '../../keys/application/key-store';
import {
  RESOURCES_LOCK,
  ResourceRegistry,
  Resources,
  ResourceTakenError,
} from '../../scopes/application/resources';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { ScopeKeeping } from '../../scopes/application/scope-keeping';
import { normalizeResourceUri, Resource } from '../../scopes/domain/resource';
import { Platform } from '../../shared/application/platform';
import { changesBetween } from '../../shared/domain/changes';
import { newId } from '../../shared/domain/id';
import type { Precondition } from '../../shared/domain/precondition';
import { fieldError, Problem, refused } from '../../shared/domain/problem';
import { sha256 } from '../../shared/domain/secret';
import type { Change, Party } from '../../shared/domain/security-events';
import { type ResourceUse, ResourceUses } from './resource-uses';

/** What is said of a Resource beside its URI. */
export type ResourceWords = Pick<
  Resource,
  'name' | 'scopes' | 'accessTokenFormat' | 'accessTokenTtl' | 'signingAlg'
> & {
  /** The client that may introspect its tokens; null: none but those that may introspect everything. */
  introspectionClientId: string | null;
};

/** A Resource as administrators know it. */
export interface KnownResource {
  resource: Resource;
  words: ResourceWords;
}

const NAMES = [
  'name',
  'scopes',
  'accessTokenFormat',
  'accessTokenTtl',
  'signingAlg',
  'introspectionClientId',
] as const satisfies (keyof ResourceWords)[];

/** How administrators look after the APIs that tokens are for: every node knows what they do in the next request. */
@Injectable()
export class ResourceDesk {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly resources: Resources,
    private readonly clients: Clients,
    private readonly catalogue: ScopeCatalogue,
    private readonly scopes: ScopeKeeping,
    private readonly keys: KeyStore,
    private readonly uses: ResourceUses,
    private readonly platform: Platform,
  ) {}

  /** Those that somebody has registered: the server itself and its own API are none of them. */
  async all(): Promise<KnownResource[]> {
    const registered = await this.registry.all();
    const refs = registered.flatMap(({ introspectionClientRef: ref }) => ref ?? []);
    const ids = new Map((await this.clients.listByRefs(refs)).map(({ ref, id }) => [ref, id]));
    return registered.map((resource) => ({
      resource,
      words: wordsOf(resource, ids.get(resource.introspectionClientRef ?? '') ?? null),
    }));
  }

  /** @throws Problem `not-found` */
  async find(id: string): Promise<KnownResource> {
    const found = (await this.all()).find(({ resource }) => resource.id === id);
    if (!found) throw Problem.notFound('resource');
    return found;
  }

  /** @throws Problem `validation-failed`, `conflict` when the API is known already */
  async create(uri: string, words: ResourceWords, actor: Party): Promise<KnownResource> {
    if (await this.resources.find(uri)) throw uriTaken();
    await this.requireGood(words);
    const now = this.platform.now();
    const { introspectionClientId, ...values } = words;
    const birth = { id: newId('res'), createdAt: now, updatedAt: now, version: 1 };
    const uriHash = sha256(normalizeResourceUri(uri)!);
    const resource = await this.platform.transaction(async () => {
      await this.platform.lock(RESOURCES_LOCK);
      const introspectionClientRef = await this.requireIntrospector(introspectionClientId);
      const resource = new Resource({ ...values, ...birth, uri, uriHash, introspectionClientRef });
      await this.scopes.require(words.scopes ?? []);
      try {
        await this.registry.add(resource);
      } catch (error) {
        throw error instanceof ResourceTakenError ? uriTaken() : error;
      }
      await this.publish('resource.created', resource, actor, [{ path: 'uri', to: uri }]);
      return resource;
    });
    return { resource, words };
  }

  /** @throws Problem `not-found`, `version-mismatch`, `validation-failed` */
  async change(
    id: string,
    changes: Partial<ResourceWords>,
    { condition, actor }: { condition: Precondition; actor: Party },
  ): Promise<KnownResource> {
    const before = await this.find(id);
    const { version } = before.resource;
    condition.requireMatch(version);
    const words = { ...before.words, ...changes };
    const differences = changesBetween(before.words, words, NAMES);
    if (differences.length === 0) return before;
    await this.requireGood(changes);
    const { introspectionClientId: _, ...values } = words;
    const resource = await this.platform.transaction(async () => {
      await this.platform.lock(RESOURCES_LOCK);
      const { introspectionClientId } = changes;
      const resource = new Resource({
        ...before.resource,
        ...values,
        ...(introspectionClientId !== undefined && {
          introspectionClientRef: await this.requireIntrospector(introspectionClientId),
        }),
        updatedAt: this.platform.now(),
        version: version + 1,
      });
      await this.scopes.require(changes.scopes ?? []);
      if (!(await this.registry.replace(resource, version))) throw changedMeanwhile();
      await this.publish('resource.updated', resource, actor, differences);
      return resource;
    });
    return { resource, words };
  }

  /** @throws Problem `not-found`, `resource-in-use`, `version-mismatch` */
  async remove(id: string, { condition, actor }: { condition: Precondition; actor: Party }): Promise<void> {
    const { resource } = await this.find(id);
    condition.requireMatch(resource.version);
    await this.platform.transaction(async () => {
      const uses = await this.uses.count(resource, this.platform.now());
      if (uses.clients + uses.authorizations + uses.scopes > 0) throw inUse(uses);
      if (!(await this.registry.remove(resource, resource.version))) throw changedMeanwhile();
      await this.publish('resource.deleted', resource, actor, [{ path: 'uri', from: resource.uri }]);
    });
  }

  /** What is said is possible here. @throws Problem `validation-failed` */
  private async requireGood(words: Partial<ResourceWords>): Promise<void> {
    const known = this.catalogue.names();
    const unknown = words.scopes?.find((scope) => !known.includes(scope));
    if (unknown !== undefined)
      throw refused(
        'validation-failed',
        fieldError('/scopes', 'unknown', 'fault.scope.unknown', { scope: unknown.slice(0, 100) }),
      );
    await this.requireIntrospector(words.introspectionClientId ?? null);
    if (words.signingAlg) await this.requireSigner(words.signingAlg);
  }

  /** The ref of the client that may introspect. What is found in the transaction that names it, holds. */
  private async requireIntrospector(clientId: string | null): Promise<string | null> {
    if (clientId === null) return null;
    const client = await this.clients.findByRef(clientRef(clientId));
    if (client && !client.isPublic) return client.ref;
    const detail = 'Name a client that keeps a secret: it says who it is when it introspects.';
    throw refused('validation-failed', { pointer: '/introspection_client_id', code: 'unknown', detail });
  }

  /** The key is there, and announced, before the first token is asked for. */
  private async requireSigner(alg: NonNullable<Resource['signingAlg']>): Promise<void> {
    const isOurs = this.keys instanceof RingKeyStore;
    if (!isOurs && !(await this.keys.publicKeys()).some((key) => key.alg === alg)) {
      const detail = 'The keys of this server are kept elsewhere, and none is of this algorithm.';
      throw refused('validation-failed', { pointer: '/signing_alg', code: 'no_key', detail });
    }
    await this.keys.signer(alg);
  }

  private publish(
    type: `resource.${'created' | 'updated' | 'deleted'}`,
    { id }: Resource,
    actor: Party,
    changes: Change[],
  ): Promise<void> {
    const target = { type: 'resource', id } as const;
    return this.platform.publish({ type, outcome: 'success', actor, target, changes });
  }
}

const wordsOf = (resource: Resource, introspectionClientId: string | null): ResourceWords => ({
  name: resource.name,
  scopes: resource.scopes,
  accessTokenFormat: resource.accessTokenFormat,
  accessTokenTtl: resource.accessTokenTtl,
  signingAlg: resource.signingAlg,
  introspectionClientId,
});

const uriTaken = () => new Problem('conflict', 'This server knows an API of that URI already.');

const changedMeanwhile = () =>
  new Problem('version-mismatch', 'Somebody else has changed this resource meanwhile.', {
    words: { key: 'fault.changedMeanwhile' },
  });

function inUse(uses: ResourceUse): Problem {
  const { clients, authorizations, scopes } = uses;
  const detail = `In use: ${clients} clients are limited to it, ${authorizations} acts of granting and ${scopes} scopes are for it.`;
  return new Problem('resource-in-use', detail, { members: { uses } });
}

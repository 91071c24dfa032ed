import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { OAuthError } from '../../shared/domain/oauth-error';
import { sha256 } from '../../shared/domain/secret';
import { isSameResource, normalizeResourceUri, Resource } from '../domain/resource';

/** The URI is taken. */
export class ResourceTakenError extends Error {}

/** Whoever changes a Resource, or lets go of the client that it names, holds this: neither misses the other. */
export const RESOURCES_LOCK = 'resources';

/** Where registered Resources are kept. */
export abstract class ResourceRegistry {
  abstract find(uriHash: string): Promise<Resource | null>;
  /** Oldest first. */
  abstract all(): Promise<Resource[]>;
  /** @throws ResourceTakenError */
  abstract add(resource: Resource): Promise<void>;
  /** Writes it if nobody has since it was read; says whether it did. */
  abstract replace(resource: Resource, readVersion: number): Promise<boolean>;
  /** Deletes it if nobody has changed it since it was read; says whether it did. */
  abstract remove(resource: Resource, readVersion: number): Promise<boolean>;
}

/** Finds the API that a token shall be for. */
@Injectable()
export class Resources {
  /** The API of requests that name none. */
  readonly default: Resource;
  private readonly builtIn: Resource[];

  constructor(
    private readonly registry: ResourceRegistry,
    settings: Settings,
  ) {
    this.default = builtInResource(settings.accessTokenAudience, settings.appName);
    const own = builtInResource(settings.issuer, settings.appName);
    this.builtIn = own.uriHash === this.default.uriHash ? [this.default] : [this.default, own];
  }

  /**
   * The Resource that `resource` names (RFC 8707 §2); the default one for null.
   *
   * @throws OAuthError `invalid_target` for an unknown or malformed URI
   */
  async require(uri: string | null): Promise<Resource> {
    if (uri === null) return this.default;
    const found = await this.find(uri);
    if (!found) throw OAuthError.invalidTarget('resource names an API that this server does not know');
    return found;
  }

  /**
   * The one Resource that a request asks for, of those that the client may use; the default one when it names none.
   *
   * @param allowed URIs that the client is limited to, or null
   * @throws OAuthError `invalid_target`
   */
  async requested(uris: readonly string[], allowed: readonly string[] | null): Promise<Resource> {
    if (uris.length > 1) throw OAuthError.invalidTarget('Ask for one resource at a time');
    const resource = await this.require(uris[0] ?? null);
    const isAllowed = allowed === null || allowed.some((uri) => this.isSame(uri, resource.uri));
    if (uris.length > 0 && !isAllowed)
      throw OAuthError.invalidTarget('This client may not ask for tokens for that resource');
    return resource;
  }

  async find(uri: string): Promise<Resource | null> {
    const literal = this.builtIn.find((resource) => resource.uri === uri);
    if (literal) return literal;
    const normalized = normalizeResourceUri(uri);
    if (normalized === null) return null;
    const uriHash = sha256(normalized);
    return this.builtIn.find((resource) => resource.uriHash === uriHash) ?? this.registry.find(uriHash);
  }

  /** Whether two URIs name the same API. */
  isSame(a: string, b: string): boolean {
    return isSameResource(a, b);
  }

  /** Seconds: the longest that a registered API lets access tokens live; 0 when none says. */
  async longestLifetime(): Promise<number> {
    return Math.max(0, ...(await this.registry.all()).map((resource) => resource.accessTokenTtl ?? 0));
  }

  /** Algorithms that registered APIs want their tokens signed with. */
  async signingAlgorithms(): Promise<NonNullable<Resource['signingAlg']>[]> {
    return (await this.registry.all()).flatMap((resource) => resource.signingAlg ?? []);
  }
}

function builtInResource(uri: string, name: string): Resource {
  return new Resource({
    id: 'res_default',
    uri,
    uriHash: sha256(normalizeResourceUri(uri)!),
    name,
    scopes: null,
    accessTokenFormat: null,
    accessTokenTtl: null,
    signingAlg: null,
    introspectionClientRef: null,
    createdAt: 0,
    updatedAt: 0,
    version: 0,
  });
}

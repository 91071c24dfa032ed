import { Injectable } from '@nestjs/common';
import type { TokenFormat } from '../../config/settings';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { ScopeKeeping } from '../../scopes/application/scope-keeping';
import { Platform } from '../../shared/application/platform';
import { changesBetween } from '../../shared/domain/changes';
import { newId } from '../../shared/domain/id';
import { type FieldError, Problem } from '../../shared/domain/problem';
import { type Change, clientParty, type Party } from '../../shared/domain/security-events';
import {
  type AuthenticationMethod,
  Client,
  clientRef,
  type ClientType,
  foldedNames,
  newEpoch,
} from '../domain/client';
import { registrationFaults } from '../domain/client-rules';
import { ClientIdTakenError, Clients } from './clients';
import { GrantTypes } from './grant-types';
import { ClientSecretKeeper, type GivenSecret } from './client-secret-keeper';

/** What somebody who registers a client says; what is left out follows from the type. */
export interface ClientRegistrationRequest {
  name: string;
  type: ClientType;
  clientId?: string;
  ownerId?: string | null;
  redirectUris?: string[];
  scopes?: string[];
  grantTypes?: string[];
  /** Whether it keeps a secret; by default web and m2m do. */
  secret?: boolean;
  authenticationMethod?: AuthenticationMethod;
  requirePkce?: boolean;
  firstParty?: boolean;
  resources?: string[] | null;
  accessTokenFormat?: TokenFormat | null;
  accessTokenTtl?: number | null;
  refreshTokenTtl?: number | null;
  refreshPolicy?: 'rotate' | 'keep';
  refreshGrace?: number | null;
  introspect?: boolean;
}

/** What may be changed later: everything but identity and kind. */
export type ClientChanges = Partial<
  Omit<ClientRegistrationRequest, 'type' | 'clientId' | 'secret' | 'authenticationMethod'>
>;

/** Every one of them may stand in the audit log. */
const CHANGEABLE: readonly (keyof ClientChanges)[] = [
  'name',
  'ownerId',
  'redirectUris',
  'scopes',
  'grantTypes',
  'requirePkce',
  'firstParty',
  'resources',
  'accessTokenFormat',
  'accessTokenTtl',
  'refreshTokenTtl',
  'refreshPolicy',
  'refreshGrace',
  'introspect',
];

export interface RegisteredClient {
  client: Client;
  /** In clear, this once; null for public clients. */
  secret: string | null;
}

/** Registers, edits, disables and enables clients. */
@Injectable()
export class ClientRegistration {
  constructor(
    private readonly clients: Clients,
    private readonly secretKeeper: ClientSecretKeeper,
    private readonly catalogue: ScopeCatalogue,
    private readonly scopes: ScopeKeeping,
    private readonly grantTypes: GrantTypes,
    private readonly platform: Platform,
  ) {}

  /**
   * @param given a secret that is there already, instead of a random one: for the demo and for imports
   * @throws Problem `validation-failed` naming every fault, `conflict` when the client id is taken
   */
  async register(
    request: ClientRegistrationRequest,
    actor: Party,
    given: GivenSecret = {},
  ): Promise<RegisteredClient> {
    const client = this.newClient(request);
    this.requireValid(client, request.clientId);
    return this.platform.transaction(async () => {
      await this.scopes.require(client.scopes);
      try {
        await this.clients.add(client);
      } catch (error) {
        if (error instanceof ClientIdTakenError)
          throw new Problem('conflict', 'This client id is taken. Choose another.');
        throw error;
      }
      await this.publish('client.created', client, actor);
      const made = client.isPublic ? null : await this.secretKeeper.add(client, actor, given);
      return { client, secret: given.foreignHash === undefined ? (made?.value ?? null) : null };
    });
  }

  /** The client that `register` would make, and what it would find wrong with it. */
  draft(request: ClientRegistrationRequest): { client: Client; faults: FieldError[] } {
    const client = this.newClient(request);
    return { client, faults: this.faultsOf(client, request.clientId) };
  }

  /** @throws Problem `validation-failed`, `version-mismatch` when somebody else was faster */
  async update(client: Client, changes: ClientChanges, actor: Party): Promise<Client> {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed = new Client({
      ...client,
      ...given,
      ...foldedNames({ id: client.id, name: changes.name ?? client.name }),
      version: client.version + 1,
      updatedAt: this.platform.now(),
    });
    this.requireValid(changed);
    await this.platform.transaction(async () => {
      if (changes.scopes !== undefined) await this.scopes.require(changed.scopes);
      await this.replace(changed, client.version);
      await this.publish('client.updated', changed, actor, changesBetween(client, changed, CHANGEABLE));
    });
    return changed;
  }

  /** A disabled client gets no tokens, and those that it has open nothing, from this answer on. */
  async setStatus(client: Client, status: Client['status'], actor: Party): Promise<Client> {
    const changed = new Client({
      ...client,
      status,
      disabledBy: status === 'disabled' && actor.type === 'user' ? actor.id : null,
      version: client.version + 1,
      updatedAt: this.platform.now(),
    });
    await this.platform.transaction(async () => {
      await this.replace(changed, client.version);
      await this.publish(status === 'active' ? 'client.enabled' : 'client.disabled', changed, actor);
    });
    return changed;
  }

  /** What hangs on the client (secrets, consents, tokens) ends with it. @throws Problem `version-mismatch` */
  async remove(client: Client, actor: Party): Promise<void> {
    await this.platform.transaction(async () => {
      if (!(await this.clients.remove(client.ref, client.version))) throw changedMeanwhile();
      await this.secretKeeper.removeAll(client);
      await this.publish('client.deleted', client, actor, [{ path: 'name', from: client.name }]);
    });
  }

  private async replace(client: Client, readVersion: number): Promise<void> {
    if (await this.clients.replace(client, readVersion)) return;
    throw changedMeanwhile();
  }

  private newClient(request: ClientRegistrationRequest): Client {
    const keepsSecret = request.secret ?? (request.type === 'web' || request.type === 'm2m');
    const id = request.clientId ?? newId('app');
    const name = request.name.trim();
    const now = this.platform.now();
    return new Client({
      ref: clientRef(id),
      id,
      name,
      ...foldedNames({ id, name }),
      type: request.type,
      ownerId: request.ownerId ?? null,
      firstParty: request.firstParty ?? false,
      authenticationMethod: request.authenticationMethod ?? (keepsSecret ? null : 'none'),
      requirePkce: request.requirePkce ?? !keepsSecret,
      redirectUris: request.redirectUris ?? [],
      grantTypes:
        request.grantTypes ??
        (request.type === 'm2m' ? ['client_credentials'] : ['authorization_code', 'refresh_token']),
      scopes: request.scopes ?? [],
      resources: request.resources ?? null,
      accessTokenFormat: request.accessTokenFormat ?? null,
      accessTokenTtl: request.accessTokenTtl ?? null,
      refreshTokenTtl: request.refreshTokenTtl ?? null,
      refreshPolicy: request.refreshPolicy ?? 'rotate',
      refreshGrace: request.refreshGrace ?? null,
      introspect: request.introspect ?? false,
      status: 'active',
      epoch: newEpoch(),
      grantedFrom: 0,
      accessGeneration: 0,
      accessFrom: 0,
      disabledBy: null,
      createdAt: now,
      updatedAt: now,
      version: 1,
    });
  }

  private requireValid(client: Client, chosenId?: string): void {
    const errors = this.faultsOf(client, chosenId);
    if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
  }

  private faultsOf(client: Client, chosenId?: string): FieldError[] {
    return registrationFaults(client, {
      knownScopes: this.catalogue.names(),
      knownGrants: this.grantTypes.names,
      chosenId,
    });
  }

  private publish(
    type: `client.${'created' | 'updated' | 'enabled' | 'disabled' | 'deleted'}`,
    client: Client,
    actor: Party,
    changes: Change[] = [],
  ): Promise<void> {
    return this.platform.publish({
      type,
      outcome: 'success',
      actor,
      target: clientParty(client.id),
      clientId: client.id,
      userId: client.ownerId,
      changes,
    });
  }
}

const changedMeanwhile = () =>
  new Problem(
    'version-mismatch',
    'Somebody else has changed this client. Read it again, then repeat the change.',
    { words: { key: 'fault.changedMeanwhile' } },
  );

import { Injectable } from '@nestjs/common';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { type ScopeDefinition, without } from '../../scopes/domain/scope';
import { Platform } from '../../shared/application/platform';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type FieldError, fieldError, Problem, refused } from '../../shared/domain/problem';
import { userParty } from '../../shared/domain/security-events';
import type { User } from '../../users/domain/user';
import { type Client, clientRef } from '../domain/client';
import {
  type ClientChanges,
  ClientRegistration,
  type ClientRegistrationRequest,
  type RegisteredClient,
} from './client-registration';
import { ClientSecretKeeper, type MadeSecret } from './client-secret-keeper';
import { Clients } from './clients';

/** How many apps a person may own: enough for every honest purpose. */
export const MAX_OWN_APPS = 100;

/** Grants in which a person takes part. What else there is, an administrator has to allow. */
const SELF_SERVICE_GRANTS = ['authorization_code', 'refresh_token', 'implicit'];

/** What only administrators say of a client. */
type Administered = 'clientId' | 'ownerId' | 'firstParty' | 'introspect' | 'resources';

export type NewApp = Omit<ClientRegistrationRequest, Administered>;
export type AppChanges = Omit<ClientChanges, Administered>;

/** Apps that people register for themselves: what is theirs, and what only an administrator may allow. */
@Injectable()
export class OwnApps {
  constructor(
    private readonly clients: Clients,
    private readonly registration: ClientRegistration,
    private readonly keeper: ClientSecretKeeper,
    private readonly catalogue: ScopeCatalogue,
    private readonly platform: Platform,
  ) {}

  now(): number {
    return this.platform.now();
  }

  listOf(user: User, page: PageRequest<'createdAt'>): Promise<Page<Client>> {
    return this.clients.listOf(user.id, page);
  }

  /** @throws Problem `not-found` for an unknown app and for somebody else's */
  async find(user: User, clientId: string): Promise<Client> {
    const client = await this.clients.findByRef(clientRef(clientId));
    if (client?.id !== clientId || client.ownerId !== user.id) throw Problem.notFound('app');
    return client;
  }

  /**
   * The scopes that a person may let an app of theirs ask for. Those of administrators stay with administrators, and
   * what manages the account itself with first-party apps.
   */
  scopesFor(user: User): ScopeDefinition[] {
    return this.catalogue
      .all()
      .filter((scope) => !scope.firstPartyOnly && (scope.role !== 'admin' || user.role === 'admin'));
  }

  /** Tokens without a person are only for apps that an administrator has looked at. */
  mayActAlone(user: User): boolean {
    return user.role === 'admin';
  }

  /** @throws Problem `validation-failed`, `limit-reached` */
  async register(user: User, app: NewApp): Promise<RegisteredClient> {
    requireNone(this.faults(user, app, { scopes: [], grantTypes: [] }));
    const waits = app.type === 'm2m' && app.grantTypes === undefined && !this.mayActAlone(user);
    return this.platform.transaction(async () => {
      await this.platform.lock(`apps of ${user.id}`);
      if ((await this.clients.countOf(user.id)) >= MAX_OWN_APPS)
        throw refused('limit-reached', fieldError('', 'limit', 'fault.app.limit', { max: MAX_OWN_APPS }));
      const request = { ...app, ...(waits && { grantTypes: [] }), ownerId: user.id };
      return this.registration.register(request, userParty(user.id));
    });
  }

  /** @throws Problem `validation-failed`, `version-mismatch` */
  async update(user: User, client: Client, changes: AppChanges): Promise<Client> {
    requireNone(this.faults(user, changes, client));
    return this.registration.update(client, changes, userParty(user.id));
  }

  /** What an administrator has disabled, the owner does not enable. */
  isHeld(user: User, client: Client): boolean {
    return !client.isActive && client.disabledBy !== user.id && user.role !== 'admin';
  }

  /** @throws Problem `role-required` when an administrator has disabled it, `version-mismatch` */
  async setStatus(user: User, client: Client, status: Client['status']): Promise<Client> {
    if (this.isHeld(user, client)) throw refused('role-required', fieldError('', 'role', 'fault.app.held'));
    return this.registration.setStatus(client, status, userParty(user.id));
  }

  /** A new secret; the newest before it works for `overlapSeconds` more. */
  rotateSecret(user: User, client: Client, overlapSeconds: number): Promise<MadeSecret> {
    return this.keeper.rotate(client, userParty(user.id), overlapSeconds);
  }

  /** @throws Problem `not-found`, `last-secret` */
  removeSecret(user: User, client: Client, id: string): Promise<void> {
    return this.keeper.remove(client, id, userParty(user.id));
  }

  /** The app and everything that hangs on it. */
  remove(user: User, client: Client): Promise<void> {
    return this.registration.remove(client, userParty(user.id));
  }

  /** Scopes that an administrator has allowed the app beyond those. */
  allowedBeyond(client: Client, offered: readonly ScopeDefinition[]): ScopeDefinition[] {
    return this.catalogue.describe(client.scopes).filter((scope) => !offered.includes(scope));
  }

  /** @param before what an administrator has allowed before may stay */
  private faults(
    user: User,
    { scopes = [], grantTypes = [] }: Pick<AppChanges, 'scopes' | 'grantTypes'>,
    before: Pick<Client, 'scopes' | 'grantTypes'>,
  ): FieldError[] {
    const allowed = [...this.scopesFor(user).map(({ name }) => name), ...before.scopes];
    const grants = this.mayActAlone(user) ? grantTypes : [...SELF_SERVICE_GRANTS, ...before.grantTypes];
    return [
      ...without(scopes, allowed).map((scope) => this.scopeFault(scope)),
      ...without(grantTypes, grants).map((type) =>
        fieldError('/grant_types', 'role', 'fault.grant.role', { type: type.slice(0, 100) }),
      ),
    ];
  }

  private scopeFault(scope: string): FieldError {
    const known = this.catalogue.find(scope) !== null;
    const key = known ? 'fault.scope.role' : 'fault.scope.unknown';
    return fieldError('/scopes', known ? 'role' : 'unknown', key, { scope: scope.slice(0, 100) });
  }
}

function requireNone(errors: FieldError[]): void {
  if (errors.length > 0) throw new Problem('validation-failed', errors[0]!.detail, { errors });
}

import { Injectable } from '@nestjs/common';
import {
  ClientRegistration,
  type ClientRegistrationRequest,
} from '../../clients/application/client-registration';
import { Clients } from '../../clients/application/clients';
import { GrantTypes } from '../../clients/application/grant-types';
import { type Client, clientRef } from '../../clients/domain/client';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import { SYSTEM } from '../../shared/domain/security-events';
import type { PassportClient } from '../domain/passport-rows';
import { translateClient, type TranslatedClient } from '../domain/translate-client';
import { KnownPeople } from './known-people';

/** What became of one client. */
export interface ClientOutcome {
  clientId: string;
  name: string;
  action: 'create' | 'here' | 'left-out';
  /** What was changed, or why it was left out, for people. */
  notes: string[];
  /** In clear, this once, where a new one had to be made. */
  secret: string | null;
  /** As it is registered, or would be. */
  client: Client | null;
}

/** Registers clients of Laravel Passport under the ids and with the secrets that they have there. */
@Injectable()
export class PassportClientImport {
  constructor(
    private readonly clients: Clients,
    private readonly registration: ClientRegistration,
    private readonly catalogue: ScopeCatalogue,
    private readonly grants: GrantTypes,
  ) {}

  async take(row: PassportClient, people: KnownPeople, isDry: boolean): Promise<ClientOutcome> {
    const { id: clientId, name } = row;
    const outcome = { clientId, name, secret: null, client: null };
    if (await this.clients.findByRef(clientRef(clientId)))
      return { ...outcome, action: 'here', notes: ['There is a client of this id: it is left as it is.'] };
    const around = { scopes: this.catalogue.all(), grants: this.grants.names };
    const translated = translateClient(row, around);
    if (typeof translated === 'string') return { ...outcome, action: 'left-out', notes: [translated] };
    const { notes } = translated;
    const owner = row.ownerEmail === null ? null : await people.find(row.ownerEmail);
    if (row.hasOwner && !owner)
      notes.push(`Its owner ${row.ownerEmail ?? ''} is not known here: it belongs to the organization.`);
    const request = requestOf(clientId, translated, owner?.id ?? null);
    const { client, faults } = this.registration.draft(request);
    if (faults.length > 0)
      return { ...outcome, action: 'left-out', notes: faults.map(({ detail }) => detail) };
    const secret = isDry ? null : await this.register(request, translated.secret);
    return { ...outcome, action: 'create', notes, secret, client };
  }

  /** @returns the secret, where a new one had to be made */
  private async register(
    request: ClientRegistrationRequest,
    secret: TranslatedClient['secret'],
  ): Promise<string | null> {
    const known = typeof secret === 'string' ? {} : secret;
    const made = await this.registration.register(request, SYSTEM, known);
    return secret === 'made' ? made.secret : null;
  }
}

const requestOf = (
  clientId: string,
  { name, type, redirectUris, grantTypes, scopes, secret }: TranslatedClient,
  ownerId: string | null,
): ClientRegistrationRequest => ({
  clientId,
  ...{ name, type, redirectUris, grantTypes, scopes, ownerId },
  secret: secret !== 'none',
});

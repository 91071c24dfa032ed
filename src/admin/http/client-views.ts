import { Injectable } from '@nestjs/common';
import { GrantTypes } from '../../clients/application/grant-types';
import type { Client } from '../../clients/domain/client';
import { Desk } from '../../desk/desk';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import type { AdminClientView } from '../../pages/templates/admin-clients';
import { ScopeCatalogue } from '../../scopes/application/scope-catalogue';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { Clock } from '../../shared/domain/clock';
import type { Parameters } from '../../shared/domain/parameters';
import { Problem } from '../../shared/domain/problem';
import { UserDirectory } from '../../users/application/user-directory';
import { ClientDesk } from '../application/client-desk';

const PATH = '/admin/clients';

/** What is shown on the page of a client beside what is stored. */
type Shown = Partial<Pick<AdminClientView, 'draft' | 'errors'>> & { query?: unknown };

/** Makes the page of one client for administrators. */
@Injectable()
export class ClientViews {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly clients: ClientDesk,
    private readonly catalogue: ScopeCatalogue,
    private readonly grantTypes: GrantTypes,
    private readonly directory: UserDirectory,
    private readonly clock: Clock,
  ) {}

  pathOf(client: Client): string {
    return `${PATH}/${encodeURIComponent(client.id)}`;
  }

  /** @throws Problem `version-mismatch` */
  requireVersion(client: Client, form: Parameters): void {
    if (String(client.version) === form.oneOrNull('version')) return;
    throw new Problem('version-mismatch', 'This app has changed since the page was made.', {
      words: { key: 'fault.changedMeanwhile' },
    });
  }

  async client(visitor: SignedInVisitor, client: Client, shown: Shown = {}): Promise<Html> {
    const { users, tokens7d, lastUsedAt } = await this.clients.stats(client);
    const path = this.pathOf(client);
    const owner = client.ownerId === null ? null : await this.directory.find(client.ownerId);
    const { scopes, grantTypes, firstParty } = client;
    const draft = shown.draft ?? { scopes, grantTypes, firstParty };
    const body = { scopes: draft.scopes, grant_types: draft.grantTypes, first_party: draft.firstParty };
    return this.pages.adminClient({
      shell: this.desk.shell(visitor, PATH, shown.query),
      api: [
        { method: 'GET', path: `/v1${path}` },
        { method: 'PATCH', path: `/v1${path}`, body },
      ],
      now: this.clock.now(),
      name: client.name,
      type: client.type,
      clientId: client.id,
      active: client.isActive,
      owner: owner && { email: owner.email, href: `/admin/users/${owner.id}` },
      usage: { people: users, tokens: tokens7d, lastUsedAt },
      redirectUris: client.redirectUris,
      form: this.desk.form(visitor, path, { sensitive: true }),
      errors: shown.errors ?? [],
      version: client.version,
      draft,
      scopes: this.catalogue.all(),
      grantTypes: this.grantTypes.names,
    });
  }
}

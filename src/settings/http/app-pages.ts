import { Injectable } from '@nestjs/common';
import { OwnApps } from '../../clients/application/own-apps';
import type { Client } from '../../clients/domain/client';
import type { Html } from '../../pages/html';
import { Pages } from '../../pages/pages';
import type { AppView } from '../../pages/templates/app';
import type { SignedInVisitor } from '../../sessions/domain/visitor';
import { AppFacts } from './app-facts';
import { authorizeAddress, connectSamples } from './connect-samples';
import { Desk } from '../../desk/desk';

const PATH = '/settings/apps';

/** What is shown on the page of an app beside what is stored. */
type Shown = Partial<Pick<AppView, 'made' | 'errors' | 'part'>> & {
  query?: unknown;
  /** What has been typed into one of the forms. */
  draft?: Partial<AppView['draft']>;
};

/** Makes the page of one app. */
@Injectable()
export class AppPages {
  constructor(
    private readonly pages: Pages,
    private readonly desk: Desk,
    private readonly apps: OwnApps,
    private readonly facts: AppFacts,
  ) {}

  pathOf(client: Client): string {
    return `${PATH}/${encodeURIComponent(client.id)}`;
  }

  async show(visitor: SignedInVisitor, client: Client, shown: Shown = {}): Promise<Html> {
    const { settings } = this.pages;
    const { user } = visitor.signedIn;
    const path = this.pathOf(client);
    const offered = this.apps.scopesFor(user);
    return this.pages.app({
      shell: this.desk.shell(visitor, PATH, shown.query),
      now: this.apps.now(),
      name: client.name,
      type: client.type,
      clientId: client.id,
      active: client.isActive,
      held: this.apps.isHeld(user, client),
      isPublic: client.isPublic,
      waits: client.type === 'm2m' && client.grantTypes.length === 0,
      made: shown.made ?? null,
      secrets: await this.facts.secretsOf(client, path),
      usage: await this.facts.usageOf(client),
      samples: connectSamples(client, settings),
      authorizeAddress: authorizeAddress(client, settings),
      draft: { name: client.name, redirectUris: client.redirectUris, scopes: client.scopes, ...shown.draft },
      scopes: [...offered, ...this.apps.allowedBeyond(client, offered)],
      form: this.desk.form(visitor, path, { sensitive: true }),
      version: client.version,
      errors: shown.errors ?? [],
      part: shown.part ?? null,
      playground: settings.playground ? `/playground?client_id=${encodeURIComponent(client.id)}` : null,
    });
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RESOURCES_LOCK, ResourceRegistry } from '../../scopes/application/resources';
import { Resource } from '../../scopes/domain/resource';
import { Platform } from '../../shared/application/platform';
import { type Party, SecurityEvents } from '../../shared/domain/security-events';
import { clientRef } from '../domain/client';

/** A Resource lets go of the client that may introspect for it when that is deleted: a later one of its id is another. */
@Injectable()
export class IntrospectorCleanup implements OnModuleInit {
  constructor(
    private readonly resources: ResourceRegistry,
    private readonly platform: Platform,
    private readonly events: SecurityEvents,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(['client.deleted'], async ({ clientId, actor }) => {
      if (clientId) await this.letGo(clientId, actor);
    });
  }

  private async letGo(clientId: string, actor: Party): Promise<void> {
    await this.platform.lock(RESOURCES_LOCK);
    const ref = clientRef(clientId);
    for (const resource of await this.resources.all()) {
      if (resource.introspectionClientRef !== ref) continue;
      const { id, version } = resource;
      const free = { introspectionClientRef: null, updatedAt: this.platform.now(), version: version + 1 };
      // Whoever was faster has deleted it.
      if (!(await this.resources.replace(new Resource({ ...resource, ...free }), version))) continue;
      await this.platform.publish({
        ...{ type: 'resource.updated', outcome: 'success', actor, clientId },
        target: { type: 'resource', id },
        changes: [{ path: 'introspection_client_id', from: clientId, to: null }],
      });
    }
  }
}

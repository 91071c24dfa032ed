import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sha256 } from '../../shared/domain/secret';
import { SecurityEvents } from '../../shared/domain/security-events';
import { Projects } from './projects';

/** Projects end with the person or the client that owned them. */
@Injectable()
export class ProjectCleanup implements OnModuleInit {
  constructor(
    private readonly projects: Projects,
    private readonly events: SecurityEvents,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(['user.deleted', 'client.deleted'], async ({ type, userId, clientId }) => {
      if (type === 'user.deleted' && userId) await this.projects.removeOf(sha256(userId));
      if (type === 'client.deleted' && clientId) await this.projects.removeOf(sha256(clientId));
    });
  }
}

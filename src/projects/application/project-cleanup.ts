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
    this.events.subscribe(['user.deleted'], async ({ userId }) => {
      if (userId) await this.projects.removeOf(sha256(userId));
    });
    this.events.subscribe(['client.deleted'], async ({ clientId }) => {
      if (clientId) await this.projects.removeOf(sha256(clientId));
    });
  }
}

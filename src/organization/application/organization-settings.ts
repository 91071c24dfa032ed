import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import type { Precondition } from '../../shared/domain/precondition';
import { type Party, SecurityEvents } from '../../shared/domain/security-events';
import { Transaction } from '../../shared/domain/transaction';
import { Organization } from '../domain/organization';
import { Organizations } from './organizations';

const ID = 'organization';

/** What the organization is called. */
@Injectable()
export class OrganizationSettings {
  constructor(
    private readonly organizations: Organizations,
    private readonly settings: Settings,
    private readonly transaction: Transaction,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /** Until somebody gives it a name, it has the name of the server, and version 0. */
  async read(): Promise<Organization> {
    const written = await this.organizations.find(ID);
    return written ?? new Organization({ id: ID, name: this.settings.appName, updatedAt: 0, version: 0 });
  }

  /**
   * Without a precondition the change is made to whatever there is, again when somebody else was faster.
   *
   * @param name undefined: it stays
   * @throws Problem `version-mismatch`
   */
  async rename(name: string | undefined, condition: Precondition, actor: Party): Promise<Organization> {
    const read = await this.read();
    condition.requireMatch(read.version);
    if (name === undefined || name === read.name) return read;
    const changed = new Organization({
      ...read,
      name,
      updatedAt: this.clock.now(),
      version: read.version + 1,
    });
    const won = await this.transaction.run(async () => {
      if (!(await this.organizations.replace(changed, read.version))) return false;
      await this.publish(read.name, name, actor);
      return true;
    });
    return won ? changed : this.rename(name, condition, actor);
  }

  private publish(from: string, to: string, actor: Party): Promise<void> {
    const target = { type: 'organization', id: ID } as const;
    const changes = [{ path: 'name', from, to }];
    return this.events.publish({ type: 'settings.updated', outcome: 'success', actor, target, changes });
  }
}

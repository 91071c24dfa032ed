import { Injectable } from '@nestjs/common';
import { AuditReader } from '../../audit/application/audit-reader';
import { Clients, ClientSecrets } from '../../clients/application/clients';
import { KeyList } from '../../keys/application/key-list';
import { Clock, type EpochMs } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import { Problem } from '../../shared/domain/problem';
import type { SecurityEventType } from '../../shared/domain/security-events';
import { LocalUsers } from '../../users/application/local-users';
import { TokenSearch } from './token-search';

const MANY = 1000;

/** Numbers that tell an administrator how the server is. Null: the audit log is kept elsewhere. */
export interface Overview {
  users: number;
  clients: number;
  /** Stored tokens that live. */
  tokens: number;
  signIns24h: number | null;
  /** Client secrets that end soon; 1000 means that many or more. */
  secretsEnding30d: number;
  reuseDetected7d: number | null;
  locked24h: number | null;
  /** When the key that signs began to; null: it is kept elsewhere. */
  lastKeyRotation: EpochMs | null;
}

/** What an administrator sees first. */
@Injectable()
export class OverviewDesk {
  constructor(
    private readonly users: LocalUsers,
    private readonly clients: Clients,
    private readonly secrets: ClientSecrets,
    private readonly tokens: TokenSearch,
    private readonly audit: AuditReader,
    private readonly keys: KeyList,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<Overview> {
    const now = this.clock.now();
    const place = { limit: 1, by: 'createdAt', descending: true, after: null, count: true } as const;
    const span = { from: now, until: now + 30 * DAY_MS, after: '', limit: MANY };
    const active = (await this.keys.all()).filter(({ status }) => status === 'active');
    const began = active.flatMap(({ activatedAt }) => activatedAt ?? []);
    return {
      users: await this.users.count(),
      clients: await this.clients.count(),
      tokens: (await this.tokens.find(place, { status: 'active' }, now)).total!,
      signIns24h: await this.count(now - DAY_MS, 'user.login.succeeded'),
      secretsEnding30d: (await this.secrets.listEnding(span)).length,
      reuseDetected7d: await this.count(
        now - 7 * DAY_MS,
        'refresh.reuse_detected',
        'code.reused',
        'pat.reuse_detected',
      ),
      locked24h: await this.count(now - DAY_MS, 'user.login.locked'),
      lastKeyRotation: began.length > 0 ? Math.max(...began) : null,
    };
  }

  private async count(from: EpochMs, ...type: SecurityEventType[]): Promise<number | null> {
    const place = { limit: 1, by: 'at', descending: true, after: null, count: true } as const;
    try {
      return (await this.audit.find(place, { from, type })).total!;
    } catch (error) {
      if (error instanceof Problem && error.slug === 'conflict') return null;
      throw error;
    }
  }
}

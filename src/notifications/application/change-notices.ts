import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { clientRef } from '../../clients/domain/client';
import { PersonalAccessTokenStore } from '../../personal-access-tokens/application/personal-access-token-store';
import {
  type SecurityEvent,
  SecurityEvents,
  type SecurityEventType,
} from '../../shared/domain/security-events';
import { Letters } from './letters';

type Tell = (event: SecurityEvent) => Promise<void>;

/** Tells people what was done to their account, their tokens and their apps: it may not have been them. */
@Injectable()
export class ChangeNotices implements OnModuleInit {
  /** Which events people are told of. */
  private readonly tellers: Partial<Record<SecurityEventType, Tell>> = {
    'password.changed': (event) => this.write(event, 'mail.passwordChanged', '/login'),
    'user.updated': (event) => this.tellEmail(event),
    'pat.created': (event) => this.tellToken(event, 'mail.tokenCreated'),
    'pat.rotated': (event) => this.tellToken(event, 'mail.tokenRotated'),
    'pat.reuse_detected': (event) => this.tellToken(event, 'mail.tokenReused'),
    'pat.leak_reported': (event) => this.tellToken(event, 'mail.tokenLeaked'),
    'token.leak_reported': (event) => this.tellAccess(event),
    'client.secret.created': (event) => this.tellOwner(event),
    'client.secret.rotated': (event) => this.tellOwner(event),
    'client.secret.leak_reported': (event) => this.tellOwner(event, 'mail.secretLeaked'),
    'consent.revoked': (event) => this.tellRemoval(event),
    'client.deleted': (event) => this.tellDeletion(event),
  };

  constructor(
    private readonly events: SecurityEvents,
    private readonly letters: Letters,
    private readonly clients: Clients,
    private readonly tokens: PersonalAccessTokenStore,
  ) {}

  onModuleInit(): void {
    for (const [type, tell] of Object.entries(this.tellers) as [SecurityEventType, Tell][])
      this.events.subscribe([type], async (event) => this.letters.later(() => tell(event)));
  }

  private async tellEmail({ userId, changes }: SecurityEvent): Promise<void> {
    const moved = changes?.find(({ path }) => path === 'email');
    if (!userId || typeof moved?.from !== 'string') return;
    await this.letters.writeTo(moved.from, userId, 'mail.emailChanged', { email: String(moved.to) });
  }

  private async tellToken(
    event: SecurityEvent,
    key: `mail.token${'Created' | 'Rotated' | 'Reused' | 'Leaked'}`,
  ): Promise<void> {
    const token = event.target?.id ? await this.tokens.find(event.target.id) : null;
    if (token) await this.write(event, key, '/settings/tokens', { token: token.name });
  }

  private async tellAccess(event: SecurityEvent): Promise<void> {
    const client = event.clientId ? await this.clients.findByRef(clientRef(event.clientId)) : null;
    if (client)
      await this.write(event, 'mail.accessLeaked', '/settings/connections', { client: client.name });
  }

  private async tellOwner(
    { clientId, changes }: SecurityEvent,
    key: 'mail.secretCreated' | 'mail.secretLeaked' = 'mail.secretCreated',
  ): Promise<void> {
    const client = clientId ? await this.clients.findByRef(clientRef(clientId)) : null;
    if (!client?.ownerId) return;
    const path = `/settings/apps/${encodeURIComponent(client.id)}`;
    const last4 = String(changes?.find((change) => change.path === 'last4')?.to ?? '');
    await this.letters.write(client.ownerId, { key, path, values: () => ({ client: client.name, last4 }) });
  }

  private async tellRemoval(event: SecurityEvent): Promise<void> {
    const client = event.clientId ? await this.clients.findByRef(clientRef(event.clientId)) : null;
    if (client) await this.write(event, 'mail.appRemoved', '/settings/security', { client: client.name });
  }

  /** The row of the client is gone: the event carries its owner and its name. */
  private async tellDeletion(event: SecurityEvent): Promise<void> {
    const name = event.changes?.find(({ path }) => path === 'name')?.from;
    if (typeof name === 'string')
      await this.write(event, 'mail.appDeleted', '/settings/security', { client: name });
  }

  private async write(
    { userId }: SecurityEvent,
    key: Parameters<Letters['write']>[1]['key'],
    path: string,
    values: Record<string, string> = {},
  ): Promise<void> {
    if (userId) await this.letters.write(userId, { key, path, values: () => values });
  }
}

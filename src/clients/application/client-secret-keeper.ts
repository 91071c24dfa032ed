import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/domain/clock';
import { newId } from '../../shared/domain/id';
import { Problem } from '../../shared/domain/problem';
import { SecretFormat, sha256 } from '../../shared/domain/secret';
import { clientParty, type Party, SecurityEvents } from '../../shared/domain/security-events';
import type { Client } from '../domain/client';
import { ClientSecret, MAX_LIVE_SECRETS } from '../domain/client-secret';
import { ClientSecrets } from './clients';

/** Makes client secrets, lets two overlap, and ends them. */
@Injectable()
export class ClientSecretKeeper {
  constructor(
    private readonly secrets: ClientSecrets,
    private readonly format: SecretFormat,
    private readonly events: SecurityEvents,
    private readonly clock: Clock,
  ) {}

  /** @returns the secret in clear, this once; it begins to work at once */
  async add(
    client: Client,
    actor: Party,
    options: { value?: string | undefined; expiresAt?: number | null } = {},
  ): Promise<{ secret: ClientSecret; value: string }> {
    if (client.isPublic) throw new Problem('conflict', 'This client is public: it has no secret.');
    const live = await this.live(client);
    if (live.length >= MAX_LIVE_SECRETS) {
      throw new Problem('limit-reached', 'A client has at most two live secrets. Remove one first.');
    }
    const value = options.value ?? this.format.make('client');
    const secret = new ClientSecret({
      id: newId('sec'),
      clientRef: client.ref,
      hash: sha256(value),
      last4: value.slice(-4),
      createdBy: actor.type === 'user' ? actor.id : null,
      createdAt: this.clock.now(),
      expiresAt: options.expiresAt ?? null,
      lastUsedAt: null,
    });
    await this.secrets.add(secret);
    await this.publish(live.length > 0 ? 'client.secret.rotated' : 'client.secret.created', client, actor);
    return { secret, value };
  }

  /** A new secret; the ones before it work for `overlapSeconds` more. */
  async rotate(
    client: Client,
    actor: Party,
    overlapSeconds: number,
  ): Promise<{ secret: ClientSecret; value: string }> {
    const now = this.clock.now();
    const [newest, ...older] = (await this.live(client)).sort((a, b) => b.createdAt - a.createdAt);
    for (const secret of older) await this.secrets.expire(secret.id, now);
    if (newest)
      await this.secrets.expire(
        newest.id,
        Math.min(newest.expiresAt ?? Infinity, now + overlapSeconds * 1000),
      );
    return this.add(client, actor);
  }

  async live(client: Client): Promise<ClientSecret[]> {
    const now = this.clock.now();
    return (await this.secrets.listOf(client.ref)).filter((secret) => secret.isLive(now));
  }

  private publish(type: 'client.secret.created' | 'client.secret.rotated', client: Client, actor: Party) {
    const target = clientParty(client.id);
    return this.events.publish({ type, outcome: 'success', actor, target, clientId: client.id });
  }
}

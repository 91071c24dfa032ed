import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { newId } from '../../shared/domain/id';
import { Problem } from '../../shared/domain/problem';
import { randomBase62, sha256 } from '../../shared/domain/secret';
import { clientParty, type Party } from '../../shared/domain/security-events';
import type { Client } from '../domain/client';
import { ClientSecret, MAX_LIVE_SECRETS } from '../domain/client-secret';
import { ClientSecrets } from './clients';

/** A secret and its value in clear, which exists this once. */
export interface MadeSecret {
  secret: ClientSecret;
  value: string;
}

/** A secret that is there already, instead of a random one: in clear, or as another server has hashed it. */
export interface GivenSecret {
  value?: string | undefined;
  foreignHash?: string | undefined;
}

/** Makes client secrets, lets two overlap, and ends them. */
@Injectable()
export class ClientSecretKeeper {
  constructor(
    private readonly secrets: ClientSecrets,
    private readonly platform: Platform,
  ) {}

  /**
   * Another secret beside those that live; it works at once.
   *
   * @throws Problem `conflict` for a public client, `limit-reached` when two live
   */
  add(
    client: Client,
    actor: Party,
    options: GivenSecret & { expiresAt?: number | null } = {},
  ): Promise<MadeSecret> {
    return this.alone(client, async (live) => {
      if (live.length >= MAX_LIVE_SECRETS) {
        throw new Problem('limit-reached', 'A client has at most two live secrets. Remove one first.');
      }
      return this.make(client, actor, { ...options, isFirst: live.length === 0 });
    });
  }

  /** A new secret; the newest before it works for `overlapSeconds` more, an older one ends at once. */
  rotate(client: Client, actor: Party, overlapSeconds: number): Promise<MadeSecret> {
    return this.alone(client, async ([newest, ...older]) => {
      const now = this.platform.now();
      for (const secret of older) await this.secrets.expire(secret, now);
      if (newest) {
        const end = Math.min(newest.expiresAt ?? Infinity, now + overlapSeconds * 1000);
        await this.secrets.expire(newest, end);
      }
      return this.make(client, actor, { isFirst: false });
    });
  }

  /**
   * Ends a secret at once.
   *
   * @throws Problem `not-found`, `last-secret` when no other lives
   */
  remove(client: Client, id: string, actor: Party): Promise<void> {
    return this.alone(client, async (live) => {
      const secret = live.find((one) => one.id === id);
      if (!secret) throw Problem.notFound('secret');
      if (live.length === 1) {
        throw new Problem('last-secret', 'This is the last secret. Add a new one first.', {
          words: { key: 'fault.lastSecret' },
        });
      }
      await this.secrets.remove(secret);
      await this.publish('client.secret.removed', client, actor);
    });
  }

  /** The client is deleted. */
  removeAll(client: Client): Promise<void> {
    return this.secrets.removeOf(client.ref);
  }

  /** Those that work now, the newest first. */
  async live(client: Client): Promise<ClientSecret[]> {
    const now = this.platform.now();
    const secrets = await this.secrets.listOf(client.ref);
    return secrets.filter((secret) => secret.isLive(now)).sort((a, b) => b.createdAt - a.createdAt);
  }

  /** Those of many clients that work now, by the clients' refs. */
  async liveOf(clients: readonly Client[]): Promise<Map<string, ClientSecret[]>> {
    const now = this.platform.now();
    const secrets = await this.secrets.listOfAll(clients.map(({ ref }) => ref));
    const live = new Map<string, ClientSecret[]>(clients.map(({ ref }) => [ref, []]));
    for (const secret of secrets) if (secret.isLive(now)) live.get(secret.clientRef)!.push(secret);
    return live;
  }

  /** How many live is counted and changed by one at a time. */
  private alone<T>(client: Client, work: (live: ClientSecret[]) => Promise<T>): Promise<T> {
    if (client.isPublic) throw new Problem('conflict', 'This client is public: it has no secret.');
    return this.platform.transaction(async () => {
      await this.platform.lock(`secrets of ${client.ref}`);
      return work(await this.live(client));
    });
  }

  private async make(
    client: Client,
    actor: Party,
    options: GivenSecret & { expiresAt?: number | null; isFirst: boolean },
  ): Promise<MadeSecret> {
    const { foreignHash = null } = options;
    // What stands for a foreign secret here is known to nobody, and gone with the first use of the true one.
    const value =
      foreignHash === null ? (options.value ?? this.platform.secrets.make('client')) : randomBase62(43);
    const secret = new ClientSecret({
      id: newId('sec'),
      clientRef: client.ref,
      hash: sha256(value),
      foreignHash,
      last4: foreignHash === null ? value.slice(-4) : '????',
      createdBy: actor.type === 'user' ? actor.id : null,
      createdAt: this.platform.now(),
      expiresAt: options.expiresAt ?? null,
      lastUsedAt: null,
      leakReportedAt: null,
    });
    await this.secrets.add(secret);
    await this.publish(options.isFirst ? 'client.secret.created' : 'client.secret.rotated', client, actor);
    return { secret, value };
  }

  private publish(type: `client.secret.${'created' | 'rotated' | 'removed'}`, client: Client, actor: Party) {
    const target = clientParty(client.id);
    return this.platform.publish({ type, outcome: 'success', actor, target, clientId: client.id });
  }
}

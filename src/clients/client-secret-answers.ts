import { Injectable } from '@nestjs/common';
import { Platform } from '../shared/application/platform';
import { Problem } from '../shared/domain/problem';
import { wholeList } from '../shared/http/list';
import type { Party } from '../shared/domain/security-events';
import { ClientSecretKeeper } from './application/client-secret-keeper';
import { madeSecretBody, secretBody } from './client-body';
import type { AddSecretDto, RotateSecretDto } from './client-secret.dto';
import type { Client } from './domain/client';

const DAY_S = 86_400;

/** What REST does with the secrets of a client, the same for its owner and for administrators. */
@Injectable()
export class ClientSecretAnswers {
  constructor(
    private readonly keeper: ClientSecretKeeper,
    private readonly platform: Platform,
  ) {}

  async list(client: Client) {
    return wholeList((await this.keeper.live(client)).map(secretBody));
  }

  async add(client: Client, actor: Party, { expires_in }: AddSecretDto) {
    const expiresAt = expires_in === undefined ? null : this.platform.now() + expires_in * 1000;
    return madeSecretBody(await this.keeper.add(client, actor, { expiresAt }));
  }

  /** @throws Problem `already-rotated` where two live, unless the caller wants the older one ended */
  async rotate(
    client: Client,
    actor: Party,
    { previous_expires_in = DAY_S, force = false }: RotateSecretDto,
  ) {
    const made = await this.platform.transaction(async () => {
      if (!force) await this.requireOne(client);
      return this.keeper.rotate(client, actor, previous_expires_in);
    });
    const former = (await this.keeper.live(client)).find(({ id }) => id !== made.secret.id);
    const previous = former ? secretBody(former) : null;
    return {
      ...madeSecretBody(made),
      previous: previous && { id: previous.id, expires_at: previous.expires_at },
    };
  }

  remove(client: Client, id: string, actor: Party): Promise<void> {
    return this.keeper.remove(client, id, actor);
  }

  private async requireOne(client: Client): Promise<void> {
    if ((await this.keeper.live(client)).length < 2) return;
    throw new Problem(
      'already-rotated',
      'Two secrets live. Remove one, or send force: true to end the older one.',
    );
  }
}

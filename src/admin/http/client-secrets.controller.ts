import { Body, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { ClientSecretKeeper } from '../../clients/application/client-secret-keeper';
import { secretBody } from '../../clients/client-body';
import type { Client } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import { IsFlag, IsWholeNumber, MayBeAbsent } from '../../shared/http/fields';
import { Problem } from '../../shared/domain/problem';
import { ClientDesk } from '../application/client-desk';

const DAY_S = 86_400;
const YEARS_S = 315_360_000;
const MAX_OVERLAP_S = 7_776_000;

/** The body of POST …/secrets. */
export class AddSecretDto {
  /** Seconds. */
  @MayBeAbsent()
  @IsWholeNumber(1, YEARS_S)
  expires_in?: number;
}

/** The body of POST …/secrets/rotate. */
export class RotateSecretDto {
  /** Seconds that the former secret still works. */
  @MayBeAbsent()
  @IsWholeNumber(0, MAX_OVERLAP_S)
  previous_expires_in?: number;

  /** Ends the older one where two live. */
  @MayBeAbsent()
  @IsFlag()
  force?: boolean;
}

/** /v1/admin/clients/{client_id}/secrets: one or two that work side by side. */
@RestApi('v1/admin/clients/:clientId/secrets')
export class AdminClientSecretsController {
  constructor(
    private readonly desk: ClientDesk,
    private readonly keeper: ClientSecretKeeper,
    private readonly platform: Platform,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(@Param('clientId') clientId: string) {
    const { secrets } = await this.desk.known(await this.desk.find(clientId));
    return { data: secrets.map(secretBody), page: { next_cursor: null, limit: secrets.length } };
  }

  @Post()
  @RequireScopes('admin:write')
  @ShowsSecret()
  async add(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Body() { expires_in }: AddSecretDto,
  ) {
    const client = await this.desk.find(clientId);
    const expiresAt = expires_in === undefined ? null : this.platform.now() + expires_in * 1000;
    const { secret, value } = await this.keeper.add(client, partyOf(caller), { expiresAt });
    return { ...secretBody(secret), secret: value, secret_shown_once: true };
  }

  @Post('rotate')
  @RequireScopes('admin:write')
  @ShowsSecret()
  async rotate(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Body() { previous_expires_in = DAY_S, force = false }: RotateSecretDto,
  ) {
    const client = await this.desk.find(clientId);
    const made = await this.platform.transaction(async () => {
      if (!force) await this.requireOne(client);
      return this.keeper.rotate(client, partyOf(caller), previous_expires_in);
    });
    const former = (await this.keeper.live(client)).find(({ id }) => id !== made.secret.id);
    const previous = former ? secretBody(former) : null;
    return {
      ...secretBody(made.secret),
      secret: made.value,
      secret_shown_once: true,
      previous: previous && { id: previous.id, expires_at: previous.expires_at },
    };
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScopes('admin:write')
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Param('id') id: string,
  ): Promise<void> {
    await this.keeper.remove(await this.desk.find(clientId), id, partyOf(caller));
  }

  private async requireOne(client: Client): Promise<void> {
    if ((await this.keeper.live(client)).length < 2) return;
    throw new Problem(
      'already-rotated',
      'Two secrets live. Remove one, or send force: true to end the older one.',
    );
  }
}

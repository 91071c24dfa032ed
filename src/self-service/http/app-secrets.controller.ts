import { Body, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { OwnApps } from '../../clients/application/own-apps';
import { ClientSecretAnswers } from '../../clients/client-secret-answers';
import { AddSecretDto, RotateSecretDto } from '../../clients/client-secret.dto';
import type { Client } from '../../clients/domain/client';
import { WithoutParameters } from '../../shared/http/list';
import { ownerOf, requireNoStronger } from './app-rights';

/** /v1/me/apps/{client_id}/secrets: the secrets of one's own app. */
@RestApi('v1/me/apps/:clientId/secrets')
@RequireScopes('manage:apps')
export class OwnAppSecretsController {
  constructor(
    private readonly apps: OwnApps,
    private readonly secrets: ClientSecretAnswers,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @WithoutParameters() _query: object,
  ) {
    return this.secrets.list(await this.find(caller, clientId));
  }

  @Post()
  @ShowsSecret()
  async add(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Body() body: AddSecretDto,
  ) {
    return this.secrets.add(await this.findToAct(caller, clientId), partyOf(caller), body);
  }

  @Post('rotate')
  @ShowsSecret()
  async rotate(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Body() body: RotateSecretDto,
  ) {
    return this.secrets.rotate(await this.findToAct(caller, clientId), partyOf(caller), body);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Param('id') id: string,
  ): Promise<void> {
    await this.secrets.remove(await this.find(caller, clientId), id, partyOf(caller));
  }

  private find(caller: Caller, clientId: string): Promise<Client> {
    return this.apps.find(ownerOf(caller), clientId);
  }

  /** Whoever has a secret of an app that acts alone can do what the app can. */
  private async findToAct(caller: Caller, clientId: string): Promise<Client> {
    const client = await this.find(caller, clientId);
    requireNoStronger(caller, client);
    return client;
  }
}

import { Body, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { ClientSecretAnswers } from '../../clients/client-secret-answers';
import { AddSecretDto, RotateSecretDto } from '../../clients/client-secret.dto';
import { WithoutParameters } from '../../shared/http/list';
import { ClientDesk } from '../application/client-desk';

/** /v1/admin/clients/{client_id}/secrets: one or two that work side by side. */
@RestApi('v1/admin/clients/:clientId/secrets')
export class AdminClientSecretsController {
  constructor(
    private readonly desk: ClientDesk,
    private readonly secrets: ClientSecretAnswers,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(@Param('clientId') clientId: string, @WithoutParameters() _query: object) {
    return this.secrets.list(await this.desk.find(clientId));
  }

  @Post()
  @RequireScopes('admin:write')
  @ShowsSecret()
  async add(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Body() body: AddSecretDto,
  ) {
    return this.secrets.add(await this.desk.find(clientId), partyOf(caller), body);
  }

  @Post('rotate')
  @RequireScopes('admin:write')
  @ShowsSecret()
  async rotate(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Body() body: RotateSecretDto,
  ) {
    return this.secrets.rotate(await this.desk.find(clientId), partyOf(caller), body);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScopes('admin:write')
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Param('id') id: string,
  ): Promise<void> {
    await this.secrets.remove(await this.desk.find(clientId), id, partyOf(caller));
  }
}

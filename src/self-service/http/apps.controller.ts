import { Body, Delete, Get, HttpCode, Param, Patch, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../bearer/caller';
import { CurrentCaller, RequireScopes, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { ClientSecretKeeper } from '../../clients/application/client-secret-keeper';
import { type AppChanges, OwnApps } from '../../clients/application/own-apps';
import { clientBody, registeredBody } from '../../clients/client-body';
import {
  ChangeAppDto,
  changesOf,
  CreateAppDto,
  RedirectUrisDto,
  registrationOf,
} from '../../clients/client.dto';
import type { Client } from '../../clients/domain/client';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, createdBody, IfMatch, resourceBody } from '../../shared/http/etag';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { ownerOf, requireNoStronger } from './app-rights';

const APP_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' } },
  defaultSort: '-created_at',
  filters: {},
} as const;

/** /v1/me/apps: the apps that the person behind the token has registered. */
@RestApi('v1/me/apps')
@RequireScopes('manage:apps')
export class OwnAppsController {
  constructor(
    private readonly apps: OwnApps,
    private readonly keeper: ClientSecretKeeper,
  ) {}

  @Get()
  async list(
    @CurrentCaller() caller: Caller,
    @ListParameters(APP_LIST) query: ListQuery<typeof APP_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.apps.listOf(ownerOf(caller), query.page);
    const secrets = await this.keeper.liveOf(page.items);
    return listBody(reply, query, page, (client) => clientBody(client, secrets.get(client.ref)!));
  }

  @Post()
  @ShowsSecret()
  async create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateAppDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const owner = ownerOf(caller);
    const app = registrationOf(body);
    const alone = app.type === 'm2m' && this.apps.mayActAlone(owner) ? ['client_credentials'] : [];
    requireNoStronger(caller, { grantTypes: app.grantTypes ?? alone, scopes: app.scopes ?? [] });
    const made = await this.apps.register(owner, app);
    const { client } = made;
    return createdBody(
      reply,
      client.version,
      registeredBody(made, await this.keeper.live(client)),
      client.id,
    );
  }

  @Get(':clientId')
  async show(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const client = await this.apps.find(ownerOf(caller), clientId);
    return resourceBody(reply, client.version, clientBody(client, await this.keeper.live(client)));
  }

  @Patch(':clientId')
  change(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @IfMatch() condition: Precondition,
    @Body() body: ChangeAppDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.update(changesOf(body), { clientId, condition, caller, reply });
  }

  @Put(':clientId/redirect-uris')
  setRedirectUris(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @IfMatch() condition: Precondition,
    @Body() body: RedirectUrisDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.update({ redirectUris: body.redirect_uris }, { clientId, condition, caller, reply });
  }

  @Delete(':clientId')
  @HttpCode(204)
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @IfMatch() condition: Precondition,
  ): Promise<void> {
    const owner = ownerOf(caller);
    await this.apps.remove(owner, await this.findAt(owner, clientId, condition));
  }

  private async update(
    changes: AppChanges,
    asked: { clientId: string; condition: Precondition; caller: Caller; reply: FastifyReply },
  ) {
    const { caller, reply } = asked;
    const owner = ownerOf(caller);
    const client = await this.findAt(owner, asked.clientId, asked.condition);
    const { grantTypes = client.grantTypes, scopes = client.scopes } = changes;
    requireNoStronger(caller, { grantTypes, scopes }, client);
    const changed = await this.apps.update(owner, client, changes);
    return changedBody(reply, changed.version, clientBody(changed, await this.keeper.live(changed)));
  }

  private async findAt(
    owner: ReturnType<typeof ownerOf>,
    clientId: string,
    condition: Precondition,
  ): Promise<Client> {
    const client = await this.apps.find(owner, clientId);
    condition.requireMatch(client.version);
    return client;
  }
}

import { Body, Delete, Get, HttpCode, Param, Patch, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes, ShowsSecret } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import { ClientRegistration } from '../../clients/application/client-registration';
import { RedirectUrisDto } from '../../clients/client.dto';
import { clientBody, registeredBody } from '../../clients/client-body';
import { CLIENT_TYPES, type Client } from '../../clients/domain/client';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, createdBody, IfMatch, resourceBody } from '../../shared/http/etag';
import { moment, oneOf, shortText } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { rfc3339OrNull } from '../../shared/http/rfc3339';
import { TokenRevoker } from '../../tokens/application/token-revoker';
import { ClientDesk } from '../application/client-desk';
import {
  administeredChangesOf,
  administeredRegistrationOf,
  ChangeClientDto,
  CreateClientDto,
} from './client.dto';
import { ReasonDto } from './reason.dto';

const CLIENT_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' }, name: { by: 'nameFolded', holds: 'text' } },
  defaultSort: '-created_at',
  filters: {
    q: shortText,
    type: oneOf(...CLIENT_TYPES),
    owner_id: shortText,
    status: oneOf('active', 'disabled'),
    grant_type: shortText,
    scope: shortText,
    unused_since: moment,
  },
} as const;

/** /v1/admin/clients: every client of the server. */
@RestApi('v1/admin/clients')
export class AdminClientsController {
  constructor(
    private readonly desk: ClientDesk,
    private readonly registration: ClientRegistration,
    private readonly revoker: TokenRevoker,
  ) {}

  @Get()
  @RequireScopes('admin:read')
  async list(
    @ListParameters(CLIENT_LIST) query: ListQuery<typeof CLIENT_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.desk.search(query.page, query.filters);
    return listBody(reply, query, page, ({ client, secrets }) => clientBody(client, secrets));
  }

  @Post()
  @RequireScopes('admin:write')
  @ShowsSecret()
  async create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateClientDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const made = await this.registration.register(administeredRegistrationOf(body), partyOf(caller));
    const { client, secrets } = await this.desk.known(made.client);
    return createdBody(reply, client.version, registeredBody(made, secrets), client.id);
  }

  @Get(':clientId')
  @RequireScopes('admin:read')
  async show(@Param('clientId') clientId: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const { client, secrets } = await this.desk.known(await this.desk.find(clientId));
    const { users, tokens7d, lastUsedAt } = await this.desk.stats(client);
    const stats = { users, tokens_7d: tokens7d, last_used_at: rfc3339OrNull(lastUsedAt) };
    return resourceBody(reply, client.version, { ...clientBody(client, secrets), stats });
  }

  @Patch(':clientId')
  @RequireScopes('admin:write')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @IfMatch() condition: Precondition,
    @Body() body: ChangeClientDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const client = await this.findAt(clientId, condition);
    return this.answer(
      reply,
      await this.registration.update(client, administeredChangesOf(body), partyOf(caller)),
    );
  }

  @Put(':clientId/redirect-uris')
  @RequireScopes('admin:write')
  async setRedirectUris(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @IfMatch() condition: Precondition,
    @Body() body: RedirectUrisDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const client = await this.findAt(clientId, condition);
    const changes = { redirectUris: body.redirect_uris };
    return this.answer(reply, await this.registration.update(client, changes, partyOf(caller)));
  }

  @Delete(':clientId')
  @HttpCode(204)
  @RequireScopes('admin:write')
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @IfMatch() condition: Precondition,
  ): Promise<void> {
    await this.registration.remove(await this.findAt(clientId, condition), partyOf(caller));
  }

  @Post(':clientId/enable')
  @HttpCode(200)
  @RequireScopes('admin:write')
  enable(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @IfMatch() condition: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.setStatus('active', { clientId, condition, caller, reply });
  }

  @Post(':clientId/disable')
  @HttpCode(200)
  @RequireScopes('admin:write')
  disable(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @IfMatch() condition: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.setStatus('disabled', { clientId, condition, caller, reply });
  }

  /** Every token of the client, at once. People who have allowed it need not allow it again. */
  @Post(':clientId/revoke-tokens')
  @HttpCode(200)
  @RequireScopes('admin:write')
  async revokeTokens(
    @CurrentCaller() caller: Caller,
    @Param('clientId') clientId: string,
    @Body() { reason }: ReasonDto,
  ) {
    const { ref } = await this.desk.find(clientId);
    const order = { actor: partyOf(caller), clientId, reason };
    return { revoked: await this.revoker.revokeAll({ clientRef: ref }, order) };
  }

  private async setStatus(
    status: Client['status'],
    asked: { clientId: string; condition: Precondition; caller: Caller; reply: FastifyReply },
  ) {
    const client = await this.findAt(asked.clientId, asked.condition);
    if (client.status === status) return this.answer(asked.reply, client);
    const changed = await this.registration.setStatus(client, status, partyOf(asked.caller));
    return this.answer(asked.reply, changed);
  }

  private async findAt(clientId: string, condition: Precondition): Promise<Client> {
    const client = await this.desk.find(clientId);
    condition.requireMatch(client.version);
    return client;
  }

  private async answer(reply: FastifyReply, client: Client) {
    const { secrets } = await this.desk.known(client);
    return changedBody(reply, client.version, clientBody(client, secrets));
  }
}

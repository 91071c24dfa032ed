import { Body, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, createdBody, IfMatch, resourceBody } from '../../shared/http/etag';
import { wholeList, WithoutParameters } from '../../shared/http/list';
import { ResourceDesk } from '../application/resource-desk';
import {
  administeredResourceBody,
  ChangeResourceDto,
  CreateResourceDto,
  newResourceOf,
  resourceChangesOf,
} from './resource.dto';

/** /v1/admin/resources: the APIs that tokens are for (RFC 8707 §2), beside the server's own. */
@RestApi('v1/admin/resources')
export class AdminResourcesController {
  constructor(private readonly desk: ResourceDesk) {}

  @Get()
  @RequireScopes('admin:read')
  async list(@WithoutParameters() _query: object) {
    return wholeList((await this.desk.all()).map(administeredResourceBody));
  }

  @Post()
  @RequireScopes('admin:write')
  async create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateResourceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const made = await this.desk.create(body.uri, newResourceOf(body), partyOf(caller));
    return createdBody(reply, made.resource.version, administeredResourceBody(made), made.resource.id);
  }

  @Get(':id')
  @RequireScopes('admin:read')
  async show(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const found = await this.desk.find(id);
    return resourceBody(reply, found.resource.version, administeredResourceBody(found));
  }

  @Patch(':id')
  @RequireScopes('admin:write')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
    @Body() body: ChangeResourceDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const how = { condition, actor: partyOf(caller) };
    const changed = await this.desk.change(id, resourceChangesOf(body), how);
    return changedBody(reply, changed.resource.version, administeredResourceBody(changed));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScopes('admin:write')
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
  ): Promise<void> {
    await this.desk.remove(id, { condition, actor: partyOf(caller) });
  }
}

import { Body, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Caller, partyOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import { RestApi } from '../../bearer/rest-api';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, createdBody, IfMatch, resourceBody } from '../../shared/http/etag';
import { wholeList, WithoutParameters } from '../../shared/http/list';
import { ScopeDesk } from '../application/scope-desk';
import { ChangeScopeDto, CreateScopeDto, newScopeOf, scopeBody, scopeChangesOf } from './scope.dto';

/** /v1/admin/scopes: the words of permission of this server. */
@RestApi('v1/admin/scopes')
export class AdminScopesController {
  constructor(private readonly desk: ScopeDesk) {}

  @Get()
  @RequireScopes('admin:read')
  async list(@WithoutParameters() _query: object) {
    return wholeList((await this.desk.all()).map(scopeBody));
  }

  @Post()
  @RequireScopes('admin:write')
  async create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateScopeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const made = await this.desk.create(body.name, newScopeOf(body), partyOf(caller));
    return createdBody(reply, made.version, scopeBody(made), made.scope.name);
  }

  @Get(':name')
  @RequireScopes('admin:read')
  async show(@Param('name') name: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const found = await this.desk.find(name);
    return resourceBody(reply, found.version, scopeBody(found));
  }

  @Patch(':name')
  @RequireScopes('admin:write')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('name') name: string,
    @IfMatch() condition: Precondition,
    @Body() body: ChangeScopeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const how = { condition, actor: partyOf(caller) };
    const changed = await this.desk.change(name, scopeChangesOf(body), how);
    return changedBody(reply, changed.version, scopeBody(changed));
  }

  @Delete(':name')
  @HttpCode(204)
  @RequireScopes('admin:write')
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('name') name: string,
    @IfMatch() condition: Precondition,
  ): Promise<void> {
    await this.desk.remove(name, { condition, actor: partyOf(caller) });
  }
}

import { Body, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RestApi } from '../../bearer/rest-api';
import { type Caller, ownerIdOf } from '../../bearer/caller';
import { CurrentCaller, RequireScopes } from '../../bearer/decorators';
import type { Precondition } from '../../shared/domain/precondition';
import { changedBody, createdBody, IfMatch, resourceBody } from '../../shared/http/etag';
import { oneOf, shortText } from '../../shared/http/known-parameters';
import { listBody, ListParameters, type ListQuery } from '../../shared/http/list';
import { ProjectBoard } from '../application/project-board';
import { PROJECT_STATUSES } from '../domain/project';
import { ChangeProjectDto, CreateProjectDto, projectBody } from './project.dto';

const PROJECT_LIST = {
  sorts: { created_at: { by: 'createdAt', holds: 'moment' }, name: { by: 'name', holds: 'text' } },
  defaultSort: '-created_at',
  filters: { q: shortText, status: oneOf(...PROJECT_STATUSES) },
} as const;

/** /v1/projects: the projects of the caller, person or machine. */
@RestApi('v1/projects')
export class ProjectsController {
  constructor(private readonly board: ProjectBoard) {}

  @Get()
  @RequireScopes('read:projects')
  async list(
    @CurrentCaller() caller: Caller,
    @ListParameters(PROJECT_LIST) query: ListQuery<typeof PROJECT_LIST>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.board.list(ownerIdOf(caller), query.page, query.filters);
    return listBody(reply, query, page, projectBody);
  }

  @Post()
  @RequireScopes('write:projects')
  async create(
    @CurrentCaller() caller: Caller,
    @Body() body: CreateProjectDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const project = await this.board.create(ownerIdOf(caller), body);
    return createdBody(reply, project.version, projectBody(project));
  }

  @Get(':id')
  @RequireScopes('read:projects')
  async show(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const project = await this.board.find(id, ownerIdOf(caller));
    return resourceBody(reply, project.version, projectBody(project));
  }

  @Patch(':id')
  @RequireScopes('write:projects')
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
    @Body() body: ChangeProjectDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const project = await this.board.update(id, ownerIdOf(caller), body, condition);
    return changedBody(reply, project.version, projectBody(project));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScopes('delete:projects')
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @IfMatch() condition: Precondition,
  ): Promise<void> {
    await this.board.remove(id, ownerIdOf(caller), condition);
  }
}
